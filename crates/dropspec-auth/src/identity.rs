//! The identity of a caller.

use serde_json::{Map, Value};

/// The verified identity of a caller.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The name of the caller: a user name, the `sub` of a token, the owner of an API key.
    pub subject: String,
    /// The scopes that the credentials grant.
    pub scopes: Vec<String>,
    /// All claims of a token; empty for other credentials.
    pub claims: Map<String, Value>,
    /// The scheme of the credentials, set once they are verified.
    scheme: &'static str,
    /// The identities by the other schemes that the operation requires together with this one.
    others: Vec<Identity>,
}

impl Identity {
    /// An identity without scopes and claims.
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), scopes: Vec::new(), claims: Map::new(), scheme: "", others: Vec::new() }
    }

    /// Sets the scopes.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the claims.
    #[must_use]
    pub fn with_claims(mut self, claims: Map<String, Value>) -> Self {
        self.claims = claims;
        self
    }

    /// Whether the credentials grant a scope.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }

    /// The name of the security scheme in the document.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// The identity by the credentials of a scheme, where an operation requires several schemes together.
    #[must_use]
    pub fn by_scheme(&self, name: &str) -> Option<&Self> {
        std::iter::once(self).chain(&self.others).find(|identity| identity.scheme == name)
    }

    /// Sets the scheme.
    pub(crate) fn with_scheme(mut self, scheme: &'static str) -> Self {
        self.scheme = scheme;
        self
    }

    /// Combines the identities by several schemes into the first of them.
    pub(crate) fn combine(identities: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut identities = identities.into_iter();
        let mut first = identities.next()?;
        first.others = identities.collect();
        Some(first)
    }
}
