//! What a reference leads to.

/// A place in a file: the number of the file, and the pointer.
pub(super) type FilePointer = (usize, String);

/// A value that something refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The section of the components that it belongs to; empty if there is none for it.
    pub(super) section: &'static str,
    pub(super) file: usize,
    pub(super) pointer: String,
}

/// What stands in place of a reference.
#[derive(Clone, Debug)]
pub(super) enum Replacement {
    /// Another reference, to a component.
    Reference(String),
    /// What is referred to.
    Inline(Target),
}
