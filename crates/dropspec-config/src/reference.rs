//! The variables that a service documents, and those that it does not know.

use std::collections::{BTreeMap, BTreeSet};

use super::error::VariableError;
use super::service_link;

/// The minimum Jaro similarity of a name that is suggested in place of an unknown one.
const MIN_SIMILARITY: f64 = 0.85;

/// The names of the variables that a service documents.
///
/// A variable that begins with the prefix of the service, or with another prefix of the reference, has to be one of them.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    known: BTreeSet<String>,
    prefixes: &'static [&'static str],
    foreign: &'static [&'static str],
}

impl Reference {
    /// The reference of these variables, by their full names.
    #[must_use]
    pub fn new(known: impl IntoIterator<Item = String>) -> Self {
        Self { known: known.into_iter().collect(), ..Self::default() }
    }

    /// Adds prefixes besides that of the service. Of the variables with these prefixes, those that are `foreign` belong to other programs and
    /// are ignored.
    #[must_use]
    pub fn with_prefixes(self, prefixes: &'static [&'static str], foreign: &'static [&'static str]) -> Self {
        Self { prefixes, foreign, ..self }
    }

    /// Whether a variable is documented.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// The errors of the variables that have one of the prefixes and are not known.
    pub(crate) fn unknown<'r>(
        &'r self,
        service: &'r str,
        variables: BTreeMap<String, String>,
    ) -> impl Iterator<Item = VariableError> + 'r {
        let is_ours = move |name: &str| {
            let is_of_service = name.strip_prefix(service).is_some_and(|rest| rest.starts_with('_'));
            is_of_service || self.prefixes.iter().any(|prefix| name.starts_with(prefix))
        };
        let is_unknown = move |(name, value): &(String, String)| {
            is_ours(name)
                && !self.contains(name)
                && !self.foreign.contains(&name.as_str())
                && !service_link::is_generated(name, value)
        };
        variables.into_iter().filter(is_unknown).map(|(name, _)| self.error(name))
    }

    fn error(&self, variable: String) -> VariableError {
        let detail = match self.nearest(&variable) {
            Some(known) => format!("is not known; did you mean {known}?"),
            None => "is not known; --help lists all variables".to_owned(),
        };
        VariableError { variable, detail }
    }

    /// The known name that is most similar to this one.
    fn nearest(&self, name: &str) -> Option<&str> {
        // The same with a prefix that it does not have, such as `SHOP_DATABASE_URL`.
        let without_prefix = name.split_once('_').and_then(|(_, rest)| self.known.get(rest));
        if let Some(known) = without_prefix {
            return Some(known);
        }
        let similar = self.known.iter().map(|known| (strsim::jaro(known, name), known.as_str()));
        let similar = similar.filter(|(similarity, _)| *similarity >= MIN_SIMILARITY);
        similar.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;

    const KNOWN: [&str; 6] =
        ["DATABASE_URL", "POSTGRES_HOSTNAME", "POSTGRES_PASSWORD", "POSTGRES_PORT", "SHOP_LOG", "SHOP_LOG_LEVEL"];

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        let reference =
            Reference::new(KNOWN.map(str::to_owned)).with_prefixes(&["POSTGRES_"], &["POSTGRES_INITDB_ARGS"]);
        Environment::of("SHOP", pairs).with_reference(reference)
    }

    fn error(pairs: &[(&str, &str)]) -> String {
        environment(pairs).finish().err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn an_unknown_variable_is_reported_with_the_nearest_known_one() {
        for (unknown, known) in [
            ("SHOP_LOG_LEVL", "SHOP_LOG_LEVEL"),
            ("SHOP_LOGS", "SHOP_LOG"),
            ("SHOP_DATABASE_URL", "DATABASE_URL"),
            ("POSTGRES_HOST", "POSTGRES_HOSTNAME"),
            ("POSTGRES_PASSWORD_FILE", "POSTGRES_PASSWORD"),
        ] {
            assert_eq!(error(&[(unknown, "x")]), format!("{unknown} is not known; did you mean {known}?"));
        }
        assert_eq!(error(&[("SHOP_X", "x")]), "SHOP_X is not known; --help lists all variables");
    }

    #[test]
    fn unknown_variables_are_reported_with_all_other_errors() {
        let mut env =
            environment(&[("SHOP_LOG", "x"), ("SHOP_B", "x"), ("SHOP_A", "x"), ("SHOPPING_A", "x"), ("A", "x")]);
        env.read("_LOG", false);
        let error = env.finish().unwrap_err();
        let variables: Vec<&str> = error.errors().iter().map(|error| error.variable.as_str()).collect();
        assert_eq!(variables, ["SHOP_LOG", "SHOP_A", "SHOP_B"]);
    }

    #[test]
    fn variables_of_other_programs_are_ignored() {
        let empty = ("SHOP_NOTHING", "");
        let server = ("POSTGRES_INITDB_ARGS", "--data-checksums");
        let links = [
            ("SHOP_SERVICE_HOST", "10.0.0.7"),
            ("SHOP_SERVICE_PORT", "80"),
            ("SHOP_SERVICE_PORT_HTTP", "80"),
            ("SHOP_PORT", "tcp://10.0.0.7:80"),
            ("SHOP_PORT_80_TCP", "tcp://10.0.0.7:80"),
            ("SHOP_PORT_80_TCP_PROTO", "tcp"),
            ("SHOP_PORT_80_TCP_PORT", "80"),
            ("SHOP_PORT_80_TCP_ADDR", "10.0.0.7"),
            ("SHOP_POSTGRES_SERVICE_HOST", "10.0.0.8"),
            ("POSTGRES_PORT", "tcp://10.0.0.8:5432"),
            ("POSTGRES_PORT_53_UDP_ADDR", "10.0.0.8"),
        ];
        assert_eq!(error(&[&[empty, server][..], &links].concat()), "");
        // The same names with other values are not from Kubernetes.
        assert!(error(&[("SHOP_PORT", "80")]).starts_with("SHOP_PORT is not known"));
    }

    #[test]
    fn the_address_of_a_service_link_is_no_value() {
        let mut env = environment(&[("POSTGRES_PORT", "tcp://10.0.0.8:5432")]);
        assert_eq!(env.text("POSTGRES_PORT"), None);
        let mut env = environment(&[("POSTGRES_PORT", "5433")]);
        assert_eq!(env.text("POSTGRES_PORT"), Some("5433".to_owned()));
    }

    #[test]
    fn a_variable_that_is_not_documented_has_no_effect() {
        let mut env = environment(&[("SHOP_SECRET", "x"), ("TOKEN", "x")]);
        assert_eq!((env.text("_SECRET"), env.text("TOKEN")), (None, None));
        assert_eq!(env.finish().unwrap_err().to_string(), "SHOP_SECRET is not known; --help lists all variables");
    }
}
