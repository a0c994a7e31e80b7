//! Security schemes: where credentials are sent.

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The name in the document; also the realm of challenges.
    pub name: &'static str,
    /// Where credentials are sent, and in which form.
    pub kind: SchemeKind,
}

/// Where credentials are sent, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Credentials of another authentication scheme in the header `Authorization`, such as `Digest`. Its name is case-insensitive.
    Http(&'static str),
}
