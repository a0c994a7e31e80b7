//! Errors of a configuration.

use std::fmt;

/// An error of one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableError {
    /// Its name.
    pub variable: String,
    /// The message, which continues after the name of the variable. It never contains a secret.
    pub detail: String,
}

/// All errors of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(pub(crate) Vec<VariableError>);

impl ConfigError {
    /// One error per invalid variable.
    #[must_use]
    pub fn errors(&self) -> &[VariableError] {
        &self.0
    }
}

impl fmt::Display for VariableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.detail)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.errors() {
            return only.fmt(f);
        }
        write!(f, "the configuration is wrong in {} places:", self.0.len())?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}
