//! The parts of the URL of a PostgreSQL database.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::error::describe;

/// What has to be escaped in a part of a URL: all but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the URL of a PostgreSQL database is made of; any character may stand in the texts.
#[derive(Clone, PartialEq, Eq)]
pub struct Parts {
    /// The name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The name of the database.
    pub database: String,
    /// Who connects.
    pub user: String,
    /// With which password.
    pub password: Option<String>,
}

impl Parts {
    /// The URL of them.
    #[must_use]
    pub fn url(&self) -> String {
        let Self { host, port, database, user, password } = self;
        let escape = |part| utf8_percent_encode(part, RESERVED).to_string();
        let password = password.as_deref().map(|password| format!(":{}", escape(password))).unwrap_or_default();
        format!("postgres://{}{password}@{}:{port}/{}", escape(user), escape(host), escape(database))
    }

    /// Those of a URL that names one server by its name or address; the port, user and database that it leaves out are the usual ones.
    #[must_use]
    pub fn of(url: &str) -> Option<Self> {
        let config: Config = url.parse().ok()?;
        let [Host::Tcp(host)] = config.get_hosts() else { return None };
        let user = config.get_user().unwrap_or("postgres").to_owned();
        Some(Self {
            host: host.clone(),
            port: config.get_ports().first().copied().unwrap_or(5432),
            database: config.get_dbname().unwrap_or(&user).to_owned(),
            user,
            password: config.get_password().map(|password| String::from_utf8_lossy(password).into_owned()),
        })
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the password.
        f.debug_struct("Parts").field("host", &self.host).field("database", &self.database).finish_non_exhaustive()
    }
}

/// Finds out whether a URL can be read.
///
/// # Errors
/// Says why it cannot.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    match url.parse::<tokio_postgres::Config>() {
        Ok(config) if config.get_hosts().is_empty() => Err("it names no host".to_owned()),
        Ok(_) => Ok(()),
        Err(error) => Err(describe(&error)),
    }
}
