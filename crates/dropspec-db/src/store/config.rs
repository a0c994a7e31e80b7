//! The configuration of the database URL.

use std::num::NonZeroU16;

use percent_encoding::utf8_percent_encode;

use super::connection_parameters::{ConnectionParameters, RESERVED};
use super::server_url::{ServerUrl, ServerUrlError, parameter};
use super::url::DatabaseUrl;
use dropspec_config::Environment;

/// The variable with the whole URL.
const URL: &str = "DATABASE_URL";

/// Reads `DATABASE_URL`, or `POSTGRES_HOSTNAME`, `_PORT`, `_DB`, `_USER` and `_PASSWORD`, which may contain any character, and
/// `POSTGRES_SSLMODE`, `_SSLROOTCERT`, `_SSLCERT`, `_SSLKEY` and `_PGBOUNCER`, which are parameters of a URL.
///
/// It returns `None` if none of them is set. If both are set, they must agree.
pub fn database_url(env: &mut Environment) -> Option<DatabaseUrl> {
    let parts = PostgresVariables::read(env);
    let Some(url) = env.text(URL) else {
        return parts.into_url(env);
    };
    let parsed: DatabaseUrl = match url.parse() {
        Ok(url) => url,
        Err(error) => {
            env.add_error(URL, error.to_string());
            return None;
        }
    };
    for name in parts.contradictions(&parsed) {
        env.add_error(name, format!("contradicts {URL}: leave one of them out"));
    }
    Some(parsed)
}

/// The variables with connection parameters of PostgreSQL, as far as they are set.
struct PostgresVariables {
    host: Option<String>,
    port: Option<u16>,
    name: Option<String>,
    user: Option<String>,
    password: Option<String>,
    /// Each with the name that it has in a URL.
    parameters: Vec<(&'static str, &'static str, String)>,
}

const HOST: &str = "POSTGRES_HOSTNAME";
const PORT: &str = "POSTGRES_PORT";
const NAME: &str = "POSTGRES_DB";
const USER: &str = "POSTGRES_USER";
const PASSWORD: &str = "POSTGRES_PASSWORD";

/// The variables that are parameters of a URL, and their names there.
const PARAMETERS: [(&str, &str); 5] = [
    ("POSTGRES_SSLMODE", "sslmode"),
    ("POSTGRES_SSLROOTCERT", "sslrootcert"),
    ("POSTGRES_SSLCERT", "sslcert"),
    ("POSTGRES_SSLKEY", "sslkey"),
    ("POSTGRES_PGBOUNCER", "pgbouncer"),
];

impl PostgresVariables {
    fn read(env: &mut Environment) -> Self {
        Self {
            host: env.text(HOST),
            port: env.read_if_set(PORT).map(NonZeroU16::get),
            name: env.text(NAME),
            user: env.text(USER),
            password: env.text(PASSWORD),
            parameters: PARAMETERS
                .into_iter()
                .filter_map(|(variable, name)| Some((variable, name, env.text(variable)?)))
                .collect(),
        }
    }

    /// The URL with the parameters.
    fn into_url(self, env: &mut Environment) -> Option<DatabaseUrl> {
        let others = [
            (PORT, self.port.is_some()),
            (NAME, self.name.is_some()),
            (USER, self.user.is_some()),
            (PASSWORD, self.password.is_some()),
        ];
        let parameters = self.parameters.iter().map(|(variable, ..)| (*variable, true));
        let Some(host) = self.host else {
            if let Some((name, _)) = others.into_iter().chain(parameters).find(|(_, is_set)| *is_set) {
                env.add_error(HOST, format!("is missing, although {name} is set"));
            }
            return None;
        };
        let user = self.user.unwrap_or_else(|| "postgres".to_owned());
        let parts = ConnectionParameters {
            host,
            port: self.port.unwrap_or(5432),
            database: self.name.unwrap_or_else(|| user.clone()),
            user,
            password: self.password,
        };
        let escaped = |(_, name, value): &(_, &str, String)| format!("{name}={}", utf8_percent_encode(value, RESERVED));
        let parameters: Vec<String> = self.parameters.iter().map(escaped).collect();
        let separator = if parameters.is_empty() { "" } else { "?" };
        let url = format!("{}{separator}{}", parts.url(), parameters.join("&"));
        if let Err(ServerUrlError::Parameter(error)) = ServerUrl::parse(&url) {
            let variable =
                PARAMETERS.iter().find(|(_, name)| *name == error.name).map_or(HOST, |(variable, _)| *variable);
            env.add_error(variable, error.reason);
            return None;
        }
        Some(DatabaseUrl::Postgres(url))
    }

    /// The variables that contradict a URL.
    fn contradictions(&self, url: &DatabaseUrl) -> Vec<&'static str> {
        let url = match url {
            DatabaseUrl::Postgres(url) => Some(url),
            DatabaseUrl::Sqlite(_) => None,
        };
        let there = url.and_then(|url| ConnectionParameters::from_url(url));
        let there = there.as_ref();
        let contradicts = |(variable, name, value): &(&'static str, &str, String)| {
            (*variable, url.and_then(|url| parameter(url, name)).as_ref() != Some(value))
        };
        let differs = |set: Option<&str>, there: Option<&str>| set.is_some() && set != there;
        let all = [
            (HOST, differs(self.host.as_deref(), there.map(|it| it.host.as_str()))),
            (PORT, self.port.is_some() && self.port != there.map(|it| it.port)),
            (NAME, differs(self.name.as_deref(), there.map(|it| it.database.as_str()))),
            (USER, differs(self.user.as_deref(), there.map(|it| it.user.as_str()))),
            (PASSWORD, differs(self.password.as_deref(), there.and_then(|it| it.password.as_deref()))),
        ];
        let parameters = self.parameters.iter().map(contradicts);
        all.into_iter().chain(parameters).filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<DatabaseUrl>, String> {
        let mut env = Environment::of("SHOP", pairs);
        let url = database_url(&mut env);
        env.finish().map(|()| url).map_err(|error| error.to_string())
    }

    #[test]
    fn no_variables_are_no_url() {
        assert_eq!(read(&[]), Ok(None));
    }

    #[test]
    fn special_characters_in_a_password_work() {
        let parts = [(HOST, "db"), (USER, "us er"), (PASSWORD, "p@ss:/?#%w'rd ü")];
        let url = "postgres://us%20er:p%40ss%3A%2F%3F%23%25w%27rd%20%C3%BC@db:5432/us%20er";
        assert_eq!(read(&parts), Ok(Some(DatabaseUrl::Postgres(url.to_owned()))));
        assert!(url.parse::<DatabaseUrl>().is_ok());
    }

    #[test]
    fn invalid_variables_are_reported() {
        let wrong = |pairs: &[_]| read(pairs).unwrap_err();
        assert_eq!(wrong(&[(URL, "mysql://x")]), "DATABASE_URL must begin with postgres:// or sqlite://");
        assert_eq!(wrong(&[(HOST, "h"), (PORT, "0")]), "POSTGRES_PORT must be a number from 1 to 65535, not `0`");
        assert_eq!(wrong(&[(PASSWORD, "p")]), "POSTGRES_HOSTNAME is missing, although POSTGRES_PASSWORD is set");
    }

    #[test]
    fn parameters_of_tls_have_variables() {
        let host = (HOST, "db");
        let ca = ("POSTGRES_SSLROOTCERT", "/etc/my ca.pem");
        let url =
            "postgres://postgres@db:5432/postgres?sslmode=verify-full&sslrootcert=%2Fetc%2Fmy%20ca.pem&pgbouncer=true";
        let variables = [host, ("POSTGRES_SSLMODE", "verify-full"), ca, ("POSTGRES_PGBOUNCER", "true")];
        assert_eq!(read(&variables), Ok(Some(DatabaseUrl::Postgres(url.to_owned()))));
        let wrong = |pairs: &[_]| read(pairs).unwrap_err();
        let modes = "POSTGRES_SSLMODE must be disable, prefer, require, verify-ca or verify-full, not `on`";
        assert_eq!(wrong(&[host, ("POSTGRES_SSLMODE", "on")]), modes);
        assert!(wrong(&[host, ("POSTGRES_SSLMODE", "verify-ca")]).starts_with("POSTGRES_SSLROOTCERT is missing"));
        assert_eq!(wrong(&[ca]), "POSTGRES_HOSTNAME is missing, although POSTGRES_SSLROOTCERT is set");
        let contradiction = "POSTGRES_SSLMODE contradicts DATABASE_URL: leave one of them out";
        assert_eq!(wrong(&[(URL, "postgres://db/x"), ("POSTGRES_SSLMODE", "require")]), contradiction);
        let agreed = [(URL, "postgres://db/x?sslmode=require"), ("POSTGRES_SSLMODE", "require")];
        assert!(read(&agreed).is_ok());
    }

    #[test]
    fn a_url_and_parameters_must_agree() {
        let url = "postgres://ann:secret@db/people";
        let agreed = [(URL, url), (HOST, "db"), (PORT, "5432"), (NAME, "people"), (USER, "ann"), (PASSWORD, "secret")];
        assert_eq!(read(&agreed), Ok(Some(DatabaseUrl::Postgres(url.to_owned()))));
        assert_eq!(
            read(&[(URL, url), (HOST, "other"), (PASSWORD, "hidden")]).unwrap_err(),
            "the configuration is wrong in 2 places:\n  \
             POSTGRES_HOSTNAME contradicts DATABASE_URL: leave one of them out\n  \
             POSTGRES_PASSWORD contradicts DATABASE_URL: leave one of them out"
        );
        assert!(read(&[(URL, "sqlite://a.db"), (HOST, "db")]).is_err());
        assert_eq!(read(&[(URL, "sqlite://a.db")]), Ok(Some(DatabaseUrl::Sqlite(PathBuf::from("a.db")))));
    }
}
