//! Targets of references.

use crate::pointer::escape;

/// A location: the index of the file, and the pointer into it.
pub(super) type FilePointer = (usize, String);

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The section of the components that it belongs to; empty if there is none.
    pub(super) section: &'static str,
    pub(super) file: usize,
    pub(super) pointer: String,
}

/// The replacement of a reference.
#[derive(Clone, Debug)]
pub(super) enum Replacement {
    /// A reference to a component.
    Reference(String),
    /// The target itself.
    Inline(Target),
}

/// The final target of a reference.
#[derive(Clone, Debug)]
pub(super) enum Destination {
    /// A component of the root, with the reference to it.
    Component(String),
    /// Any other value.
    Target(Target),
}

/// The reference to a component.
pub(super) fn component(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}
