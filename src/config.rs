//! The configuration of the register, from the environment.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;

use dropspec::Limits;
use dropspec::config::{self, ConfigError, FromVariable, Variables};
use dropspec::observe::{Format, LogConfig, TelemetryConfig};
use dropspec::server::ServerConfig;
use dropspec::store::{self, Address, PoolConfig, StoreError};
use slog::Level;

/// What the register's own variables begin with.
const SERVICE: &str = "APP";

/// The file of the embedded database, in the current folder.
pub const EMBEDDED_FILE: &str = "people.db";

/// Where the register listens when nothing else is said.
const BIND: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 5000);

/// All that the environment says of a service that serves.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people are kept.
    pub database: Database,
    /// How many connections it has to its database.
    pub pool: PoolConfig,
    /// Where it listens, and what it does not put up with.
    pub server: ServerConfig,
    /// What kind of place it runs in.
    pub settings: Settings,
    /// Whether there is a docs page.
    pub docs: bool,
    /// What holds for all requests.
    pub limits: Limits,
    /// What is logged, and how.
    pub log: LogConfig,
    /// What else is told of how it does.
    pub telemetry: TelemetryConfig,
}

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// The one that was asked for.
    Named(Address),
    /// The SQLite file that makes one command a working service: migrated and filled when it is new.
    Embedded,
}

/// What kind of place the process runs in; decides how much is logged, and whether there is a docs page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Settings {
    /// Nobody has said: somebody tries the service.
    #[default]
    Unsaid,
    /// Every request is logged, for a person.
    Development,
    /// A test.
    Testing,
    /// Every request is logged, for machines; there is a docs page.
    Staging,
    /// As staging, without a docs page.
    Production,
}

impl Config {
    /// Reads all of it.
    ///
    /// # Errors
    /// Tells all variables that are malformed or contradict each other.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut variables = Variables::from_env(SERVICE);
        let config = Self::read(&mut variables);
        variables.finish().map(|()| config)
    }

    fn read(variables: &mut Variables) -> Self {
        let settings = variables.read("_SETTINGS", Settings::default());
        Self {
            database: Database::read(variables),
            pool: PoolConfig::read(variables),
            server: ServerConfig::read(variables, BIND),
            settings,
            docs: variables.read("_DOCS", settings.have_docs()),
            limits: Limits::read(variables),
            log: LogConfig::read(variables, settings.log(io::stderr().is_terminal())),
            telemetry: TelemetryConfig::read(variables),
        }
    }
}

impl Database {
    /// Reads only which database, for a command that does not serve.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut variables = Variables::from_env(SERVICE);
        let database = Self::read(&mut variables);
        variables.finish().map(|()| database)
    }

    fn read(variables: &mut Variables) -> Self {
        config::database(variables).map_or(Self::Embedded, Self::Named)
    }

    /// The file, of a SQLite database.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match self.address() {
            Address::Postgres(_) => None,
            Address::Sqlite(path) => Some(path),
        }
    }

    /// Gets ready to ask the database. A SQLite file is made when it is not there; a server is not yet talked to.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn connect(&self) -> Result<store::Database, StoreError> {
        self.connect_with(PoolConfig::default())
    }

    /// As [`Database::connect`].
    ///
    /// # Errors
    /// As [`Database::connect`].
    pub fn connect_with(&self, pool: PoolConfig) -> Result<store::Database, StoreError> {
        self.address().open_with(pool)
    }

    fn address(&self) -> Address {
        match self {
            Self::Named(address) => address.clone(),
            Self::Embedded => Address::Sqlite(EMBEDDED_FILE.into()),
        }
    }
}

impl Settings {
    /// What is logged when nothing else is said. Whoever has a terminal before them is a person.
    #[must_use]
    pub fn log(self, is_on_terminal: bool) -> LogConfig {
        let is_deployed = matches!(self, Self::Staging | Self::Production);
        let has_requests = is_deployed || self == Self::Development;
        LogConfig {
            format: if is_deployed && !is_on_terminal { Format::Json } else { Format::Text },
            level: Some(if has_requests { Level::Info } else { Level::Warning }),
        }
    }

    /// Whether there is a docs page when nothing else is said.
    #[must_use]
    pub fn have_docs(self) -> bool {
        self != Self::Production
    }
}

impl FromVariable for Settings {
    const EXPECTED: &str = "development, testing, staging or production";

    fn from_variable(text: &str) -> Option<Self> {
        match text {
            "development" => Some(Self::Development),
            "testing" => Some(Self::Testing),
            "staging" => Some(Self::Staging),
            "production" => Some(Self::Production),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_the_embedded_file() {
        let mut variables = Variables::of(SERVICE, &[]);
        let config = Config::read(&mut variables);
        assert_eq!(variables.finish(), Ok(()));
        assert_eq!(
            (config.database, config.server.address.to_string()),
            (Database::Embedded, "127.0.0.1:5000".to_owned())
        );
        assert!(config.docs);
    }

    #[test]
    fn the_log_is_for_machines_where_they_read_it() {
        let log = |settings: Settings, is_on_terminal| {
            let LogConfig { format, level } = settings.log(is_on_terminal);
            (format, level.unwrap())
        };
        assert_eq!(log(Settings::Production, false), (Format::Json, Level::Info));
        assert_eq!(log(Settings::Staging, true), (Format::Text, Level::Info));
        assert_eq!(log(Settings::Development, false), (Format::Text, Level::Info));
        assert_eq!(log(Settings::Unsaid, true), (Format::Text, Level::Warning));
        assert_eq!(log(Settings::Testing, false), (Format::Text, Level::Warning));
    }

    #[test]
    fn production_has_no_docs_page_unless_it_is_asked_for() {
        let docs = |pairs| Config::read(&mut Variables::of(SERVICE, pairs)).docs;
        assert!(!docs(&[("APP_SETTINGS", "production")]));
        assert!(docs(&[("APP_SETTINGS", "production"), ("APP_DOCS", "on")]));
    }
}
