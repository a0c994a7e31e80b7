//! The places of values while a text is read.

use dropspec_validation::child;

/// The place of a value, whose pointer is only written for violations that are reported.
#[derive(Clone, Copy)]
pub(crate) enum Place<'p> {
    /// The whole text, with the pointer to it.
    Root(&'p str),
    /// An item of the array at a place.
    Item(&'p Place<'p>, usize),
    /// A property of the object at a place.
    Property(&'p Place<'p>, &'p str),
}

impl Place<'_> {
    /// The pointer to the value (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        match self {
            Self::Root(root) => (*root).to_owned(),
            Self::Item(parent, index) => child(&parent.pointer(), &index.to_string()),
            Self::Property(parent, name) => child(&parent.pointer(), name),
        }
    }
}
