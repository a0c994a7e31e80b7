//! The configuration, from the environment.

use std::env;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;

use dropspec::store::postgres::{self, Postgres};
use dropspec::store::sqlite::Sqlite;
use dropspec::store::{self, StoreError};
use dropspec::{Limits, ResponseValidation};

/// The file of the embedded database, in the current folder.
pub const EMBEDDED_FILE: &str = "people.db";

/// Where a service listens when nothing else is said.
const DEFAULT_BIND: &str = "127.0.0.1:5000";

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// `DATABASE_URL` is neither `postgres://…` nor `sqlite://…`.
    #[error("DATABASE_URL must begin with postgres:// or sqlite://")]
    Scheme,
    /// `sqlite://` without a path.
    #[error("DATABASE_URL must name a file: sqlite://relative/path or sqlite:///absolute/path")]
    NoFile,
    /// The URL cannot be read.
    #[error("DATABASE_URL is malformed: {0}")]
    Url(String),
    /// `POSTGRES_PORT` is not a port.
    #[error("POSTGRES_PORT must be a number from 1 to 65535, not `{0}`")]
    Port(String),
    /// Some of the variables are there, the host is not.
    #[error("POSTGRES_HOSTNAME is missing, although {0} is set")]
    Hostname(&'static str),
    /// `APP_BIND` is not an address.
    #[error("APP_BIND must be an address such as {DEFAULT_BIND}, not `{0}`")]
    Bind(String),
    /// `APP_SETTINGS` is none of the four.
    #[error("APP_SETTINGS must be development, testing, staging or production, not `{0}`")]
    Settings(String),
    /// `APP_DOCS` is neither.
    #[error("APP_DOCS must be on or off, not `{0}`")]
    Docs(String),
    /// `APP_VALIDATE_RESPONSES` is none of the three.
    #[error("APP_VALIDATE_RESPONSES must be off, log or refuse, not `{0}`")]
    Validation(String),
    /// A variable is not Unicode.
    #[error("{0} is not Unicode")]
    Unicode(String),
}

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A PostgreSQL server, by its URL.
    Postgres(String),
    /// A SQLite file that was asked for.
    Sqlite(PathBuf),
    /// The SQLite file that makes one command a working service: migrated and filled when it is new.
    Embedded,
}

/// What kind of place the process runs in; decides how much is logged, and whether there is a docs page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Settings {
    /// Nobody has said: somebody tries the service. As staging.
    #[default]
    Unsaid,
    /// Every request is logged.
    Development,
    /// A test.
    Testing,
    /// Only what needs attention is logged; there is a docs page.
    Staging,
    /// As staging, without a docs page.
    Production,
}

impl Settings {
    /// Whether every request is logged.
    #[must_use]
    pub fn log_requests(self) -> bool {
        self == Self::Development
    }

    /// Whether there is a docs page when nothing else is said.
    #[must_use]
    pub fn have_docs(self) -> bool {
        self != Self::Production
    }
}

impl FromStr for Settings {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        match text {
            "development" => Ok(Self::Development),
            "testing" => Ok(Self::Testing),
            "staging" => Ok(Self::Staging),
            "production" => Ok(Self::Production),
            other => Err(ConfigError::Settings(other.to_owned())),
        }
    }
}

impl Database {
    /// Reads `DATABASE_URL`, or else `POSTGRES_*`.
    ///
    /// # Errors
    /// When a variable is there and malformed.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(variable)
    }

    fn from_variables(get: impl Fn(&'static str) -> Result<Option<String>, ConfigError>) -> Result<Self, ConfigError> {
        if let Some(url) = get("DATABASE_URL")? {
            return Self::from_url(&url);
        }
        let Some(host) = get("POSTGRES_HOSTNAME")? else {
            for name in ["POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD"] {
                if get(name)?.is_some() {
                    return Err(ConfigError::Hostname(name));
                }
            }
            return Ok(Self::Embedded);
        };
        let port = get("POSTGRES_PORT")?.unwrap_or_else(|| "5432".to_owned());
        let port = port.parse::<u16>().ok().filter(|port| *port > 0).ok_or(ConfigError::Port(port))?;
        let user = get("POSTGRES_USER")?.unwrap_or_else(|| "postgres".to_owned());
        let database = get("POSTGRES_DB")?.unwrap_or_else(|| user.clone());
        let password = get("POSTGRES_PASSWORD")?;
        Ok(Self::Postgres(postgres::url(&host, port, &database, &user, password.as_deref())))
    }

    /// Reads a URL.
    ///
    /// # Errors
    /// When it is malformed or of another kind of database.
    pub fn from_url(url: &str) -> Result<Self, ConfigError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return if path.is_empty() { Err(ConfigError::NoFile) } else { Ok(Self::Sqlite(PathBuf::from(path))) };
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(ConfigError::Scheme);
        }
        postgres::check_url(url).map_err(ConfigError::Url)?;
        Ok(Self::Postgres(url.to_owned()))
    }

    /// The file, of a SQLite database.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Postgres(_) => None,
            Self::Sqlite(path) => Some(path.clone()),
            Self::Embedded => Some(PathBuf::from(EMBEDDED_FILE)),
        }
    }

    /// Gets ready to ask the database. A SQLite file is made when it is not there; a server is not yet talked to.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn connect(&self) -> Result<store::Database, StoreError> {
        match self {
            Self::Postgres(url) => Ok(store::Database::Postgres(Postgres::new(url)?)),
            Self::Sqlite(_) | Self::Embedded => {
                Ok(store::Database::Sqlite(Sqlite::open(&self.file().unwrap_or_default())?))
            }
        }
    }
}

/// Reads `APP_BIND`.
///
/// # Errors
/// When it is not an address.
pub fn bind_from_env() -> Result<SocketAddr, ConfigError> {
    let text = variable("APP_BIND")?.unwrap_or_else(|| DEFAULT_BIND.to_owned());
    let address = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    address.ok_or(ConfigError::Bind(text))
}

/// Reads `APP_SETTINGS`.
///
/// # Errors
/// When it is none of the four.
pub fn settings_from_env() -> Result<Settings, ConfigError> {
    variable("APP_SETTINGS")?.map_or_else(|| Ok(Settings::default()), |text| text.parse())
}

/// Reads `APP_DOCS`: whether there is a docs page, for which the settings have a default.
///
/// # Errors
/// When it is neither on nor off.
pub fn docs_from_env(settings: Settings) -> Result<bool, ConfigError> {
    match variable("APP_DOCS")?.as_deref() {
        None => Ok(settings.have_docs()),
        Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(other) => Err(ConfigError::Docs(other.to_owned())),
    }
}

/// Reads `APP_VALIDATE_RESPONSES`: what becomes of an answer that is not as the document describes it.
///
/// # Errors
/// When it is none of the three.
pub fn limits_from_env() -> Result<Limits, ConfigError> {
    let mut limits = Limits::default();
    if let Some(text) = variable("APP_VALIDATE_RESPONSES")? {
        limits.validate_responses = match text.as_str() {
            "off" => ResponseValidation::Off,
            "log" => ResponseValidation::Log,
            "refuse" => ResponseValidation::Refuse,
            _ => return Err(ConfigError::Validation(text)),
        };
    }
    Ok(limits)
}

/// A variable of the environment; one that is empty counts as absent, which is how compose files leave one out.
fn variable(name: &str) -> Result<Option<String>, ConfigError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(ConfigError::Unicode(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(variables: &[(&str, &str)]) -> Result<Database, ConfigError> {
        Database::from_variables(|name| {
            Ok(variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
        })
    }

    #[test]
    fn a_sqlite_url_is_relative_with_two_slashes_and_absolute_with_three() {
        let file = |url| Database::from_url(url).unwrap().file().unwrap();
        assert_eq!(file("sqlite://some/people.db"), PathBuf::from("some/people.db"));
        assert_eq!(file("sqlite:///var/people.db"), PathBuf::from("/var/people.db"));
    }

    #[test]
    fn nothing_said_is_the_embedded_file() {
        assert_eq!(database(&[]).unwrap(), Database::Embedded);
    }

    #[test]
    fn special_characters_in_a_password_work() {
        let variables =
            [("POSTGRES_HOSTNAME", "db"), ("POSTGRES_USER", "us er"), ("POSTGRES_PASSWORD", "p@ss:/?#%w'rd ü")];
        let Database::Postgres(url) = database(&variables).unwrap() else { panic!("a server was asked for") };
        assert_eq!(url, "postgres://us%20er:p%40ss%3A%2F%3F%23%25w%27rd%20%C3%BC@db:5432/us%20er");
        assert!(Database::from_url(&url).is_ok());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(matches!(Database::from_url("mysql://x"), Err(ConfigError::Scheme)));
        assert!(matches!(Database::from_url("sqlite://"), Err(ConfigError::NoFile)));
        assert!(matches!(Database::from_url("postgres://host:notaport/x"), Err(ConfigError::Url(_))));
        assert!(matches!(database(&[("POSTGRES_HOSTNAME", "h"), ("POSTGRES_PORT", "0")]), Err(ConfigError::Port(_))));
        assert!(matches!(database(&[("POSTGRES_PASSWORD", "h")]), Err(ConfigError::Hostname(_))));
    }
}
