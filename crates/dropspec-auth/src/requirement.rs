//! Security requirements: what an operation demands of its callers.

use std::fmt;

use crate::{Authenticator, Scheme};

/// One scheme that an operation requires, with the scopes and the authenticator that its credentials need.
///
/// An alternative in the `security` of a document is a list of these, all of which must be satisfied.
#[derive(Clone, Copy)]
pub struct SecurityRequirement<'a> {
    pub(crate) scheme: &'static Scheme,
    pub(crate) scopes: &'static [&'static str],
    pub(crate) authenticator: &'a dyn Authenticator,
}

impl<'a> SecurityRequirement<'a> {
    /// Requires credentials of a scheme that the authenticator accepts, and whose identity has these scopes.
    pub fn new(scheme: &'static Scheme, scopes: &'static [&'static str], authenticator: &'a dyn Authenticator) -> Self {
        Self { scheme, scopes, authenticator }
    }
}

impl fmt::Debug for SecurityRequirement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("SecurityRequirement");
        debug.field("scheme", self.scheme).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
