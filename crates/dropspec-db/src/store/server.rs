//! The server of a PostgreSQL database, as messages name it.

use std::fmt;
use std::sync::Arc;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::error::StoreError;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The hosts, ports and name of a PostgreSQL database, written `host:port/database`. It has no user and no password.
#[derive(Clone, Debug)]
pub(super) struct ServerName(Arc<str>);

/// A server cannot be reached.
#[derive(Debug, thiserror::Error)]
#[error("{server}")]
struct Unreachable {
    server: ServerName,
    source: Cause,
}

impl ServerName {
    pub(super) fn of(config: &Config) -> Self {
        let ports = config.get_ports();
        let host = |(index, host): (usize, &Host)| {
            let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
            match host {
                Host::Tcp(name) if name.contains(':') => format!("[{name}]:{port}"),
                Host::Tcp(name) => format!("{name}:{port}"),
                Host::Unix(folder) => format!("{}/.s.PGSQL.{port}", folder.display()),
            }
        };
        let hosts: Vec<String> = config.get_hosts().iter().enumerate().map(host).collect();
        let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
        Self(format!("{}/{database}", hosts.join(",")).into())
    }

    /// The error of a server that cannot be reached.
    pub(super) fn unavailable(&self, cause: impl Into<Cause>) -> StoreError {
        StoreError::Unavailable(Unreachable { server: self.clone(), source: cause.into() }.into())
    }
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_its_credentials() {
        for (url, name) in [
            ("postgres://ann:secret@db/people", "db:5432/people"),
            ("postgres://ann:secret@db:5433", "db:5433/ann"),
            ("postgres://ann:secret@a:1,b:2/people", "a:1,b:2/people"),
            ("postgres://ann:secret@%2Frun%2Fpg/people", "/run/pg/.s.PGSQL.5432/people"),
        ] {
            let config: Config = url.parse().unwrap();
            assert_eq!(ServerName::of(&config).to_string(), name);
        }
    }
}
