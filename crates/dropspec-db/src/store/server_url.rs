//! The URL of a PostgreSQL server: what the driver reads of it, and the parameters that the driver does not know.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::error::DatabaseUrlError;
use super::tls::{ParameterError, TlsOptions};

/// The parameters that are read here: those of TLS, since the driver knows only some modes, and whether PgBouncer is in between.
const PARAMETERS: [&str; 5] = ["sslmode", "sslrootcert", "sslcert", "sslkey", PGBOUNCER];

const PGBOUNCER: &str = "pgbouncer";

/// The parts of the URL of a PostgreSQL server.
pub(super) struct ServerUrl {
    /// What the driver reads, without the TLS mode.
    pub(super) config: Config,
    pub(super) tls: TlsOptions,
    /// Whether the URL names a PgBouncer that assigns a connection for each transaction.
    pub(super) is_pgbouncer: bool,
}

/// Why a URL is malformed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServerUrlError {
    #[error(transparent)]
    Driver(#[from] tokio_postgres::Error),
    #[error("it names no host")]
    NoHost,
    #[error("it has more than one `@`; write that of a user or password as %40")]
    At,
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}

impl From<ServerUrlError> for DatabaseUrlError {
    fn from(error: ServerUrlError) -> Self {
        Self::Malformed(dropspec_http::chain(&error))
    }
}

impl ServerUrl {
    pub(super) fn parse(url: &str) -> Result<Self, ServerUrlError> {
        let (rest, parameters) = split(url);
        let config: Config = rest.parse()?;
        if config.get_hosts().is_empty() {
            return Err(ServerUrlError::NoHost);
        }
        // The name would have a part of the password.
        if config.get_hosts().iter().any(has_at) {
            return Err(ServerUrlError::At);
        }
        let parameter = |name: &str| parameters.iter().rfind(|(known, _)| *known == name).map(|(_, value)| &**value);
        let is_pgbouncer = match parameter(PGBOUNCER) {
            None | Some("false" | "off") => false,
            Some("true" | "on") => true,
            Some(value) => {
                return Err(ParameterError::new(PGBOUNCER, format!("must be true or false, not `{value}`")).into());
            }
        };
        if is_pgbouncer && config.get_hosts().iter().any(is_local_socket) {
            return Err(ParameterError::new(PGBOUNCER, "needs a TCP address, not a Unix socket").into());
        }
        Ok(Self { tls: TlsOptions::read(parameter)?, config, is_pgbouncer })
    }

    /// Whether all hosts are on this machine.
    pub(super) fn is_local(&self) -> bool {
        let is_local = |host: &Host| is_local_socket(host) || is_loopback(host);
        // An address is connected to in place of the host.
        self.config.get_hosts().iter().all(is_local) && self.config.get_hostaddrs().iter().all(IpAddr::is_loopback)
    }

    /// Whether all hosts are Unix sockets.
    pub(super) fn is_socket(&self) -> bool {
        self.config.get_hosts().iter().all(is_local_socket)
    }
}

fn has_at(host: &Host) -> bool {
    matches!(host, Host::Tcp(name) if name.contains('@'))
}

fn is_local_socket(host: &Host) -> bool {
    !matches!(host, Host::Tcp(_))
}

fn is_loopback(host: &Host) -> bool {
    let Host::Tcp(name) = host else { return false };
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// The value of one of the parameters that are read here.
pub(super) fn parameter(url: &str, name: &str) -> Option<String> {
    split(url).1.into_iter().rfind(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The URL without the parameters that are read here, and these.
fn split(url: &str) -> (String, Vec<(&'static str, String)>) {
    // A password may contain a question mark; the driver ends the credentials at the first @.
    let host = url.find('@').unwrap_or_default();
    let Some(start) = url[host..].find('?').map(|position| host + position) else {
        return (url.to_owned(), Vec::new());
    };
    let (mut others, mut own) = (Vec::new(), Vec::new());
    for pair in url[start + 1..].split('&') {
        let known = pair.split_once('=').and_then(|(name, value)| {
            let name = percent_decode_str(name).decode_utf8().ok()?;
            let known = PARAMETERS.into_iter().find(|known| *known == name)?;
            Some((known, percent_decode_str(value).decode_utf8().ok()?.into_owned()))
        });
        match known {
            Some(known) => own.push(known),
            None => others.push(pair),
        }
    }
    let separator = if others.is_empty() { "" } else { "?" };
    (format!("{}{separator}{}", &url[..start], others.join("&")), own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_of_the_driver_remain() {
        let url =
            "postgres://a:b?c@h/d?sslmode=verify-full&application_name=x&sslrootcert=%2Fetc%2Fca.pem&pgbouncer=true";
        let (rest, own) = split(url);
        assert_eq!(rest, "postgres://a:b?c@h/d?application_name=x");
        let own: Vec<_> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(own, [("sslmode", "verify-full"), ("sslrootcert", "/etc/ca.pem"), ("pgbouncer", "true")]);
        assert_eq!(split("postgres://h/d?sslmode=disable").0, "postgres://h/d");
        assert_eq!(split("postgres://a:b?c@h/d").0, "postgres://a:b?c@h/d");
    }

    #[test]
    fn loopback_and_sockets_are_local() {
        let is_local = |url: &str| ServerUrl::parse(url).unwrap().is_local();
        for local in ["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpg", "localhost,127.0.0.2"] {
            assert!(is_local(&format!("postgres://{local}/people")), "{local}");
        }
        for remote in ["db", "10.0.0.1", "localhost,db", "localhost.example"] {
            assert!(!is_local(&format!("postgres://{remote}/people")), "{remote}");
        }
        assert!(!is_local("postgres://localhost/people?hostaddr=10.0.0.1"));
    }

    #[test]
    fn invalid_parameters_are_named() {
        let error = |query: &str| ServerUrl::parse(&format!("postgres://h/d?{query}")).err().unwrap().to_string();
        assert_eq!(error("pgbouncer=1"), "pgbouncer must be true or false, not `1`");
        let modes = "sslmode must be disable, prefer, require, verify-ca or verify-full, not `allow`";
        assert_eq!(error("sslmode=allow"), modes);
        let no_root =
            "sslrootcert is missing, the PEM file with the certificates of the CA that sslmode=verify-ca trusts";
        assert_eq!(error("sslmode=verify-ca"), no_root);
        let weak = "sslmode must be verify-full with sslrootcert=system, not `require`";
        assert_eq!(error("sslmode=require&sslrootcert=system"), weak);
        assert_eq!(error("sslcert=a.pem"), "sslkey is missing, the PEM file with the key of sslcert");
        assert_eq!(error("sslkey=a.pem"), "sslcert is missing, the PEM file with the certificate of sslkey");
        let unix = ServerUrl::parse("postgres://%2Frun%2Fpg/d?pgbouncer=true").err().unwrap().to_string();
        assert_eq!(unix, "pgbouncer needs a TCP address, not a Unix socket");
    }
}
