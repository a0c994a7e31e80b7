//! Environment variables, as they are documented.

use std::borrow::Cow;

/// An environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    name: Cow<'static, str>,
    meaning: Cow<'static, str>,
    default: Option<Cow<'static, str>>,
}

impl Variable {
    /// A variable without a default. A name that begins with an underscore has the prefix of the service before it.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, meaning: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), meaning: meaning.into(), default: None }
    }

    /// The same variable with a default.
    #[must_use]
    pub fn or(self, default: impl Into<Cow<'static, str>>) -> Self {
        Self { default: Some(default.into()), ..self }
    }

    /// The full name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its value means.
    #[must_use]
    pub fn meaning(&self) -> &str {
        &self.meaning
    }

    /// The default, or a sentence about it.
    #[must_use]
    pub fn default(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// The same variable of the service with this prefix.
    #[must_use]
    pub fn with_prefix(self, prefix: &str) -> Self {
        if self.name.starts_with('_') { Self { name: format!("{prefix}{}", self.name).into(), ..self } } else { self }
    }
}
