//! Which database.

use std::path::PathBuf;

use dropspec::config::Environment;
use dropspec::db::{Database, DatabaseUrl, PoolConfig, database_url};

use super::{StorageError, StoredApp};
use crate::settings::Settings;
use crate::{Error, Variable};

/// The prefix of the variables with connection parameters.
pub(crate) const PREFIXES: &[&str] = &["POSTGRES_"];

/// Variables of PostgreSQL's container image that say how it creates a cluster, not how to connect to it. They may be in a file of variables
/// that the containers share. The image's variables that end in `_FILE` are not among them, as the service would miss what is in the file.
pub(crate) const FOREIGN: &[&str] = &["POSTGRES_HOST_AUTH_METHOD", "POSTGRES_INITDB_ARGS", "POSTGRES_INITDB_WALDIR"];

/// Which database, and how many connections to it.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// Where it is.
    pub location: Location,
    /// The connections.
    pub pool: PoolConfig,
    /// The kind of environment: in production there is no embedded database and no sample.
    pub settings: Settings,
}

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// The database that is configured.
    Configured(DatabaseUrl),
    /// The SQLite file that makes one command a working service: created, migrated and filled at the first start.
    Embedded(PathBuf),
}

impl DatabaseConfig {
    /// Reads it from the environment of the process.
    pub(crate) fn from_env<A: StoredApp>() -> Result<Self, Error> {
        let mut env = crate::config::environment::<A>();
        let settings = env.read("_SETTINGS", Settings::default());
        let config = Self::read::<A>(&mut env, settings);
        env.finish()?;
        Ok(config)
    }

    /// Reads it. In production the embedded database is no default.
    pub(crate) fn read<A: StoredApp>(env: &mut Environment, settings: Settings) -> Self {
        let location = match database_url(env) {
            Some(url) => Location::Configured(url),
            None => {
                if settings == Settings::Production && !is_any_set(env) {
                    env.add_error(URL, "is not set, which production requires (POSTGRES_HOSTNAME works, too)");
                }
                Location::Embedded(A::embedded_file().into())
            }
        };
        Self { location, pool: PoolConfig::read(env), settings }
    }

    /// The same, with the embedded database in another file.
    pub(crate) fn at(&self, file: PathBuf) -> Self {
        Self { location: Location::Embedded(file), ..self.clone() }
    }

    /// Prepares connections. A SQLite file is created if it is missing; a server is not connected to yet.
    pub(crate) fn open(&self) -> Result<Database, StorageError> {
        let address = match &self.location {
            Location::Configured(address) => address.clone(),
            Location::Embedded(file) => DatabaseUrl::Sqlite(file.clone()),
        };
        Ok(address.open_with(self.pool)?)
    }
}

impl Location {
    /// The file, if it is a SQLite database.
    #[must_use]
    pub fn file(&self) -> Option<&PathBuf> {
        match self {
            Self::Configured(DatabaseUrl::Postgres(_)) => None,
            Self::Configured(DatabaseUrl::Sqlite(file)) | Self::Embedded(file) => Some(file),
        }
    }

    /// The warning about a server on another host to which connections may be made without TLS.
    pub(crate) fn plaintext_warning(&self) -> Option<String> {
        let Self::Configured(url) = self else { return None };
        let (server, mode) = url.plaintext_server()?;
        let reason = if mode == "disable" { "is not encrypted" } else { "may be without encryption" };
        Some(format!(
            "the connection to PostgreSQL at {server} {reason} (sslmode={mode}); set sslmode=verify-full, or require, in DATABASE_URL or \
             POSTGRES_SSLMODE"
        ))
    }

    /// The kind of database, and its file.
    pub(crate) fn description(&self) -> String {
        self.file().map_or_else(|| "PostgreSQL".to_owned(), |file| format!("SQLite, {}", file.display()))
    }
}

/// The variable with the URL of the database.
const URL: &str = "DATABASE_URL";

/// Whether any variable says where the database is; if it is invalid, that is reported already.
fn is_any_set(env: &mut Environment) -> bool {
    let names = [URL, "POSTGRES_HOSTNAME", "POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD"];
    names.into_iter().any(|name| env.text(name).is_some())
}

/// The variables of [`DatabaseConfig`].
pub(crate) fn variables<A: StoredApp>() -> Vec<Variable> {
    let variable = Variable::new;
    vec![
        variable(URL, "postgres://user:password@host/database, sqlite://relative/path or sqlite:///absolute/path")
            .or(format!("sqlite://{}, but none in production", A::embedded_file())),
        variable("POSTGRES_HOSTNAME", "host of a PostgreSQL server, in place of DATABASE_URL"),
        variable("POSTGRES_PORT", "its port").or("5432"),
        variable("POSTGRES_DB", "its database").or("the name of the user"),
        variable("POSTGRES_USER", "the user").or("postgres"),
        variable("POSTGRES_PASSWORD", "the password, with any characters"),
        variable(
            "POSTGRES_SSLMODE",
            "TLS to PostgreSQL: disable, prefer, require, verify-ca or verify-full; in DATABASE_URL: ?sslmode=",
        )
        .or("prefer"),
        variable(
            "POSTGRES_SSLROOTCERT",
            "PEM file with the certificates of trusted CAs, or system; in DATABASE_URL: &sslrootcert=",
        )
        .or("system for verify-full"),
        variable("POSTGRES_SSLCERT", "PEM file with the client's certificate; in DATABASE_URL: &sslcert="),
        variable("POSTGRES_SSLKEY", "PEM file with the key of that certificate; in DATABASE_URL: &sslkey="),
        variable(
            "POSTGRES_PGBOUNCER",
            "true: the server is a PgBouncer in transaction mode; in DATABASE_URL: &pgbouncer=",
        )
        .or("false"),
        variable("_DATABASE_CONNECTIONS", "most connections to PostgreSQL, at least 4").or("40"),
        variable("_DATABASE_TIMEOUT", "longest wait for a connection; then 503 with Retry-After").or("5s"),
        variable(
            "_SQLITE_SYNC",
            "full: a stored row survives a power failure; normal: faster, but the last ones may be lost in one",
        )
        .or("full"),
    ]
}
