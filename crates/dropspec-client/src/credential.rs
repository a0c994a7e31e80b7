//! Credentials, and the security schemes that say where they are sent.

use std::fmt;

/// The part of a request that has a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// The named header.
    Header(&'static str),
    /// The named query parameter.
    Query(&'static str),
    /// The named cookie.
    Cookie(&'static str),
    /// `Authorization`, after the name of this authentication scheme, such as `Bearer`.
    Authorization(&'static str),
}

/// A credential for a security scheme.
#[derive(Clone)]
pub(crate) struct Credential {
    /// The name of the security scheme.
    pub(crate) name: &'static str,
    pub(crate) scheme: Scheme,
    pub(crate) secret: String,
}

/// Does not show the secret.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("name", &self.name).field("scheme", &self.scheme).finish_non_exhaustive()
    }
}
