//! The variables of the environment, and all that is wrong with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::time::Duration;

use super::FromVariable;

/// The variables that a configuration is read from.
///
/// A name that begins with an underscore is one of the service's own: in the variables of `SHOP`, `_BIND` is `SHOP_BIND`.
#[derive(Debug)]
pub struct Variables {
    service: &'static str,
    source: Source,
    complaints: Vec<Complaint>,
}

#[derive(Debug)]
enum Source {
    Environment,
    Given(BTreeMap<String, String>),
}

/// An error of one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its name.
    pub variable: String,
    /// The message, which continues after the name of the variable. It never contains a secret.
    pub detail: String,
}

/// All that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(Vec<Complaint>);

impl Variables {
    /// The environment of the process. An empty variable counts as absent, which is how compose files omit one.
    #[must_use]
    pub fn from_env(service: &'static str) -> Self {
        Self { service, source: Source::Environment, complaints: Vec::new() }
    }

    /// These and no others.
    #[must_use]
    pub fn of(service: &'static str, pairs: &[(&str, &str)]) -> Self {
        let given = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { service, source: Source::Given(given), complaints: Vec::new() }
    }

    /// The text of a variable.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let name = self.full(name);
        let value = match &self.source {
            Source::Given(given) => given.get(&*name).cloned(),
            Source::Environment => match env::var(&*name) {
                Ok(value) => Some(value),
                Err(env::VarError::NotPresent) => None,
                Err(env::VarError::NotUnicode(_)) => {
                    self.complain(&name, "is not Unicode");
                    None
                }
            },
        };
        value.filter(|value| !value.is_empty())
    }

    /// The value of a variable, or what is to be without it.
    pub fn read<T: FromVariable>(&mut self, name: &str, default: T) -> T {
        self.read_if_set(name).unwrap_or(default)
    }

    /// The value of a variable.
    pub fn read_if_set<T: FromVariable>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        let value = T::from_variable(&text);
        if value.is_none() {
            self.complain(name, format!("must be {}, not `{text}`", T::EXPECTED));
        }
        value
    }

    /// The duration that a variable has, which must not be 0, or what is to be without it.
    pub fn positive(&mut self, name: &str, default: Duration) -> Duration {
        let duration = self.read(name, default);
        if duration.is_zero() {
            self.complain(name, "must be longer than 0");
        }
        duration
    }

    /// Notes that something is wrong with a variable, in words that go on after its name.
    pub fn complain(&mut self, name: &str, detail: impl Into<String>) {
        self.complaints.push(Complaint { variable: self.full(name).into_owned(), detail: detail.into() });
    }

    fn full<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if name.starts_with('_') { format!("{}{name}", self.service).into() } else { name.into() }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// When anything was wrong.
    pub fn finish(self) -> Result<(), ConfigError> {
        if self.complaints.is_empty() { Ok(()) } else { Err(ConfigError(self.complaints)) }
    }
}

impl ConfigError {
    /// One for each variable that is wrong.
    #[must_use]
    pub fn complaints(&self) -> &[Complaint] {
        &self.0
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.detail)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.complaints() {
            return only.fmt(f);
        }
        write!(f, "the configuration is wrong in {} places:", self.0.len())?;
        self.0.iter().try_for_each(|complaint| write!(f, "\n  {complaint}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut variables = Variables::of("SHOP", &[("SHOP_A", "x"), ("B", "on"), ("C", "0"), ("D", "")]);
        assert_eq!((variables.read("_A", std::num::NonZeroU16::MAX).get(), variables.read("B", false)), (65_535, true));
        assert_eq!(variables.read("C", std::num::NonZeroUsize::MIN).get(), 1);
        assert_eq!(variables.text("D"), None, "what is empty is absent");
        let error = variables.finish().unwrap_err().to_string();
        assert_eq!(
            error,
            "the configuration is wrong in 2 places:\n  SHOP_A must be a number from 1 to 65535, not `x`\n  \
             C must be a whole number of at least 1, not `0`"
        );
    }
}
