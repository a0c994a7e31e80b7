//! Environment variables, and all errors in them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::time::Duration;

use super::FromEnv;
use super::error::{ConfigError, VariableError};
use super::reference::Reference;
use super::service_link;

/// The environment that a configuration is read from.
///
/// A name that begins with an underscore is one of the service's own: for the service `SHOP`, `_BIND` is `SHOP_BIND`.
#[derive(Debug)]
pub struct Environment {
    service: &'static str,
    source: Source,
    reference: Option<Reference>,
    errors: Vec<VariableError>,
}

#[derive(Debug)]
enum Source {
    Process,
    Given(BTreeMap<String, String>),
}

impl Environment {
    /// The environment of the process. An empty variable counts as absent, which is how compose files omit one.
    #[must_use]
    pub fn from_env(service: &'static str) -> Self {
        Self { service, source: Source::Process, reference: None, errors: Vec::new() }
    }

    /// These variables and no others.
    #[must_use]
    pub fn of(service: &'static str, pairs: &[(&str, &str)]) -> Self {
        let given = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { service, source: Source::Given(given), reference: None, errors: Vec::new() }
    }

    /// The same environment with the variables that the service documents. [`Environment::finish`] then also reports the variables that are
    /// set and not documented, and no other variable has an effect.
    #[must_use]
    pub fn with_reference(self, reference: Reference) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// The text of a variable. A variable that Kubernetes has set for a Service counts as absent.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let name = self.full(name);
        let value = match &self.source {
            Source::Given(given) => given.get(&*name).cloned(),
            Source::Process => match env::var(&*name) {
                Ok(value) => Some(value),
                Err(env::VarError::NotPresent) => None,
                Err(env::VarError::NotUnicode(_)) => {
                    self.add_error(&name, "is not Unicode");
                    None
                }
            },
        };
        let value = value.filter(|value| !value.is_empty() && !service_link::is_address(&name, value))?;
        // One with the prefix of the service is reported as unknown.
        let is_known = self.reference.as_ref().is_none_or(|reference| reference.contains(&name));
        is_known.then_some(value)
    }

    /// The value of a variable, or the default.
    pub fn read<T: FromEnv>(&mut self, name: &str, default: T) -> T {
        self.read_if_set(name).unwrap_or(default)
    }

    /// The value of a variable.
    pub fn read_if_set<T: FromEnv>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        let value = T::from_env(&text);
        if value.is_none() {
            self.add_error(name, format!("must be {}, not `{text}`", T::EXPECTED));
        }
        value
    }

    /// The duration that a variable has, which must not be 0, or the default.
    pub fn positive(&mut self, name: &str, default: Duration) -> Duration {
        let duration = self.read(name, default);
        if duration.is_zero() {
            self.add_error(name, "must be longer than 0");
        }
        duration
    }

    /// Adds an error of a variable. The message continues after its name.
    pub fn add_error(&mut self, name: &str, detail: impl Into<String>) {
        self.errors.push(VariableError { variable: self.full(name).into_owned(), detail: detail.into() });
    }

    fn full<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if name.starts_with('_') { format!("{}{name}", self.service).into() } else { name.into() }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All errors that were added.
    pub fn finish(mut self) -> Result<(), ConfigError> {
        if let Some(reference) = &self.reference {
            let unknown = reference.unknown(self.service, self.source.variables());
            self.errors.extend(unknown);
        }
        if self.errors.is_empty() { Ok(()) } else { Err(ConfigError(self.errors)) }
    }
}

impl Source {
    /// The variables that are set and not empty, by name. A name that is not Unicode is none that a service could have.
    fn variables(&self) -> BTreeMap<String, String> {
        let mut variables = match self {
            Self::Given(given) => given.clone(),
            Self::Process => {
                let named = |(name, value): (OsString, OsString)| {
                    Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
                };
                env::vars_os().filter_map(named).collect()
            }
        };
        variables.retain(|_, value| !value.is_empty());
        variables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_errors_are_reported_together() {
        let mut env = Environment::of("SHOP", &[("SHOP_A", "x"), ("B", "on"), ("C", "0"), ("D", "")]);
        assert_eq!((env.read("_A", std::num::NonZeroU16::MAX).get(), env.read("B", false)), (65_535, true));
        assert_eq!(env.read("C", std::num::NonZeroUsize::MIN).get(), 1);
        assert_eq!(env.text("D"), None, "an empty variable counts as absent");
        let error = env.finish().unwrap_err().to_string();
        assert_eq!(
            error,
            "the configuration is wrong in 2 places:\n  SHOP_A must be a number from 1 to 65535, not `x`\n  \
             C must be a whole number of at least 1, not `0`"
        );
    }
}
