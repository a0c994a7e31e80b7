//! Who calls.

use serde_json::{Map, Value};

/// A caller whose credentials hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// Who it is: a user's name, the `sub` of a token, the owner of a key.
    pub subject: String,
    /// What the credentials allow.
    pub scopes: Vec<String>,
    /// What else they say: all claims of a token.
    pub claims: Map<String, Value>,
    /// The scheme whose credentials these are; the pipeline knows it.
    scheme: &'static str,
    /// The identities of the other schemes that the operation asks for together with this one.
    others: Vec<Identity>,
}

impl Identity {
    /// An identity without scopes and claims.
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), scopes: Vec::new(), claims: Map::new(), scheme: "", others: Vec::new() }
    }

    /// The same with these scopes.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// The same with these claims.
    #[must_use]
    pub fn with_claims(mut self, claims: Map<String, Value>) -> Self {
        self.claims = claims;
        self
    }

    /// Whether the credentials allow what `scope` names.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    /// The security scheme, as the document names it.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// The identity by the credentials of a scheme, where an operation asks for those of several schemes together.
    #[must_use]
    pub fn by_scheme(&self, name: &str) -> Option<&Self> {
        std::iter::once(self).chain(&self.others).find(|identity| identity.scheme == name)
    }

    /// The same, vouched for by the scheme.
    pub(super) fn of_scheme(mut self, scheme: &'static str) -> Self {
        self.scheme = scheme;
        self
    }

    /// The first with all others beside it.
    pub(super) fn joined(identities: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut identities = identities.into_iter();
        let mut first = identities.next()?;
        first.others = identities.collect();
        Some(first)
    }
}
