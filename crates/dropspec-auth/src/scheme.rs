//! Security schemes: where credentials stand.

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document, which is the realm of its challenges as well.
    pub name: &'static str,
    /// Where its credentials stand.
    pub kind: SchemeKind,
}

/// Where credentials stand, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in the header of this name, in lower case.
    KeyInHeader(&'static str),
    /// A key in the query parameter of this name.
    KeyInQuery(&'static str),
    /// A key in the cookie of this name.
    KeyInCookie(&'static str),
    /// User and password in the header `Authorization` (RFC 7617).
    Basic,
    /// A token in the header `Authorization` (RFC 6750).
    Bearer,
}
