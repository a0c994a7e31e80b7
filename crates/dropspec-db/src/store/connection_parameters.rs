//! The connection parameters of a PostgreSQL URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_postgres::config::Host;

use super::server_url::ServerUrl;

/// Characters that are percent-encoded: all but the unreserved ones (RFC 3986, section 2.3).
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The connection parameters of a PostgreSQL database. They may contain any character.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectionParameters {
    /// The host name or address of the server.
    pub host: String,
    /// The port of the server.
    pub port: u16,
    /// The name of the database.
    pub database: String,
    /// The user.
    pub user: String,
    /// The password.
    pub password: Option<String>,
}

impl ConnectionParameters {
    /// The URL with these parameters.
    #[must_use]
    pub fn url(&self) -> String {
        let Self { host, port, database, user, password } = self;
        let escape = |part| utf8_percent_encode(part, RESERVED).to_string();
        let password = password.as_deref().map(|password| format!(":{}", escape(password))).unwrap_or_default();
        format!("postgres://{}{password}@{}:{port}/{}", escape(user), escape(host), escape(database))
    }

    /// The parameters of a URL with one host, with defaults for the port, user and database.
    #[must_use]
    pub fn from_url(url: &str) -> Option<Self> {
        let config = ServerUrl::parse(url).ok()?.config;
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

impl std::fmt::Debug for ConnectionParameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the password.
        f.debug_struct("ConnectionParameters")
            .field("host", &self.host)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}
