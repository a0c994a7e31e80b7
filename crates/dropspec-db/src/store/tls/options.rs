//! The parameters of TLS in a URL.

use std::path::PathBuf;

use tokio_postgres::config::SslMode as DriverMode;

/// When TLS is used, and what of the server's certificate is verified, as libpq names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SslMode {
    /// Never.
    Disable,
    /// If the server offers it.
    Prefer,
    /// Always.
    Require,
    /// Always; a trusted CA must have issued the certificate.
    VerifyCa,
    /// As [`SslMode::VerifyCa`], and for the name of the host.
    VerifyFull,
}

/// The certificates of trusted CAs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RootCertificates {
    /// Those of the system.
    System,
    /// Those in a PEM file.
    File(PathBuf),
}

/// The certificate that a client presents, and its key, in PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClientFiles {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
}

/// What of the server's certificate is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verification {
    /// Nothing.
    None,
    /// A trusted CA has issued it.
    Chain(RootCertificates),
    /// A trusted CA has issued it for the name of the host.
    ChainAndName(RootCertificates),
}

/// When and how TLS is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct TlsOptions {
    mode: SslMode,
    roots: Option<RootCertificates>,
    client: Option<ClientFiles>,
}

/// Why a parameter of a URL is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} {reason}")]
pub(in crate::store) struct ParameterError {
    pub(in crate::store) name: &'static str,
    /// Continues after the name.
    pub(in crate::store) reason: String,
}

impl ParameterError {
    pub(in crate::store) fn new(name: &'static str, reason: impl Into<String>) -> Self {
        Self { name, reason: reason.into() }
    }
}

impl SslMode {
    const EXPECTED: &str = "disable, prefer, require, verify-ca or verify-full";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "disable" => Some(Self::Disable),
            "prefer" => Some(Self::Prefer),
            "require" => Some(Self::Require),
            "verify-ca" => Some(Self::VerifyCa),
            "verify-full" => Some(Self::VerifyFull),
            _ => None,
        }
    }
}

impl TlsOptions {
    /// Reads the parameters, by name.
    pub(in crate::store) fn read<'p>(parameter: impl Fn(&str) -> Option<&'p str>) -> Result<Self, ParameterError> {
        let roots = parameter("sslrootcert").map(|value| match value {
            "system" => RootCertificates::System,
            file => RootCertificates::File(file.into()),
        });
        let uses_system = roots == Some(RootCertificates::System);
        let mode = match parameter("sslmode") {
            Some(text) => SslMode::parse(text).ok_or_else(|| {
                ParameterError::new("sslmode", format!("must be {}, not `{text}`", SslMode::EXPECTED))
            })?,
            None if uses_system => SslMode::VerifyFull,
            None => SslMode::Prefer,
        };
        // Anybody can get a certificate of a public CA for a name of their own.
        if uses_system && mode != SslMode::VerifyFull {
            let given = parameter("sslmode").unwrap_or_default();
            let reason = format!("must be verify-full with sslrootcert=system, not `{given}`");
            return Err(ParameterError::new("sslmode", reason));
        }
        if mode == SslMode::VerifyCa && roots.is_none() {
            let reason = "is missing, the PEM file with the certificates of the CA that sslmode=verify-ca trusts";
            return Err(ParameterError::new("sslrootcert", reason));
        }
        let client = match (parameter("sslcert"), parameter("sslkey")) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some(ClientFiles { certificate: certificate.into(), key: key.into() }),
            (Some(_), None) => {
                return Err(ParameterError::new("sslkey", "is missing, the PEM file with the key of sslcert"));
            }
            (None, Some(_)) => {
                return Err(ParameterError::new("sslcert", "is missing, the PEM file with the certificate of sslkey"));
            }
        };
        Ok(Self { mode, roots, client })
    }

    /// The mode as far as the driver knows it.
    pub(in crate::store) fn driver_mode(&self) -> DriverMode {
        match self.mode {
            SslMode::Disable => DriverMode::Disable,
            SslMode::Prefer => DriverMode::Prefer,
            SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => DriverMode::Require,
        }
    }

    /// What is verified: with a file of CAs, the chain in any mode.
    pub(super) fn verification(&self) -> Verification {
        match (self.mode, self.roots.clone()) {
            (SslMode::VerifyFull, roots) => Verification::ChainAndName(roots.unwrap_or(RootCertificates::System)),
            (SslMode::Disable, _) | (_, None) => Verification::None,
            (SslMode::Prefer | SslMode::Require | SslMode::VerifyCa, Some(roots)) => Verification::Chain(roots),
        }
    }

    /// The certificate that the client presents.
    pub(super) fn client(&self) -> Option<&ClientFiles> {
        self.client.as_ref().filter(|_| self.mode != SslMode::Disable)
    }

    /// Whether a connection without TLS follows when the TLS handshake fails: only if nothing was to be verified.
    pub(in crate::store) fn falls_back(&self) -> bool {
        self.mode == SslMode::Prefer && self.roots.is_none()
    }

    /// The mode, if it allows plaintext.
    pub(in crate::store) fn plaintext_mode(&self) -> Option<&'static str> {
        match self.mode {
            SslMode::Disable => Some("disable"),
            SslMode::Prefer => Some("prefer"),
            SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &'static str)]) -> TlsOptions {
        TlsOptions::read(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)).unwrap()
    }

    #[test]
    fn each_mode_verifies_what_libpq_does() {
        let file = || RootCertificates::File("ca.pem".into());
        let with_file = |mode| read(&[("sslmode", mode), ("sslrootcert", "ca.pem")]).verification();
        let without = |mode| read(&[("sslmode", mode)]).verification();
        assert_eq!([without("disable"), without("prefer"), without("require")], [const { Verification::None }; 3]);
        assert_eq!(without("verify-full"), Verification::ChainAndName(RootCertificates::System));
        assert_eq!(with_file("disable"), Verification::None);
        assert_eq!(with_file("prefer"), Verification::Chain(file()));
        assert_eq!(with_file("require"), Verification::Chain(file()));
        assert_eq!(with_file("verify-ca"), Verification::Chain(file()));
        assert_eq!(with_file("verify-full"), Verification::ChainAndName(file()));
    }

    #[test]
    fn the_default_is_prefer_and_of_the_system_verify_full() {
        assert_eq!(read(&[]), read(&[("sslmode", "prefer")]));
        assert_eq!(read(&[("sslrootcert", "system")]), read(&[("sslmode", "verify-full"), ("sslrootcert", "system")]));
    }

    #[test]
    fn only_an_unverified_connection_falls_back() {
        assert!(read(&[]).falls_back());
        assert!(!read(&[("sslrootcert", "ca.pem")]).falls_back());
        assert!(!read(&[("sslmode", "require")]).falls_back());
    }
}
