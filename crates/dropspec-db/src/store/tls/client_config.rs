//! The configuration of TLS: trusted CAs, and the client's certificate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::options::{ClientFiles, RootCertificates, TlsOptions, Verification};
use super::verifier::{ServerVerifier, Trusted};

/// The protocol that runs in TLS (ALPN), as registered for PostgreSQL.
const PROTOCOL: &[u8] = b"postgresql";

/// Why TLS to a database cannot be configured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{}: cannot read {}", setting(.parameter), .file.display())]
    Read {
        /// The parameter that names the file.
        parameter: &'static str,
        /// The file.
        file: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A file does not contain what it should.
    #[error("{}: {} has no valid {what} in PEM form", setting(.parameter), .file.display())]
    Pem {
        /// The parameter that names the file.
        parameter: &'static str,
        /// The file.
        file: PathBuf,
        /// What it should contain.
        what: &'static str,
        /// What is wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The system has no certificates of CAs.
    #[error(
        "{}: the system has no certificates of CAs; install them (Debian: ca-certificates) or name a file",
        setting("sslrootcert")
    )]
    NoSystemCertificates,
    /// The client's key is not that of its certificate, or its kind is not supported.
    #[error("{} and {} cannot be used together", setting("sslcert"), setting("sslkey"))]
    Mismatch(#[source] rustls::Error),
    /// TLS itself cannot be configured.
    #[error("TLS cannot be configured")]
    Configuration(#[source] rustls::Error),
}

/// Where a parameter is set.
fn setting(parameter: &str) -> String {
    format!("{parameter} (in DATABASE_URL, or POSTGRES_{})", parameter.to_uppercase())
}

/// Reads the files that the options name.
pub(in crate::store) fn client_config(options: &TlsOptions) -> Result<ClientConfig, TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let (trusted, checks_name) = match options.verification() {
        Verification::None => (None, false),
        Verification::Chain(roots) => (Some(trusted(&roots)?), false),
        Verification::ChainAndName(roots) => (Some(trusted(&roots)?), true),
    };
    let verifier = ServerVerifier { trusted, checks_name, provider: Arc::clone(&provider) };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Configuration)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match options.client() {
        None => builder.with_no_client_auth(),
        Some(ClientFiles { certificate, key }) => {
            let chain = certificates("sslcert", certificate)?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| pem_error("sslkey", key, "key", error))?;
            builder.with_client_auth_cert(chain, key).map_err(TlsError::Mismatch)?
        }
    };
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    // PostgreSQL offers none.
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn trusted(roots: &RootCertificates) -> Result<Trusted, TlsError> {
    let mut store = RootCertStore::empty();
    match roots {
        RootCertificates::System => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if store.is_empty() {
                return Err(TlsError::NoSystemCertificates);
            }
            Ok(Trusted { roots: store, certificates: Vec::new() })
        }
        RootCertificates::File(file) => {
            let certificates = certificates("sslrootcert", file)?;
            for certificate in &certificates {
                store.add(certificate.clone()).map_err(|error| TlsError::Pem {
                    parameter: "sslrootcert",
                    file: file.clone(),
                    what: "certificate",
                    source: error.into(),
                })?;
            }
            Ok(Trusted { roots: store, certificates })
        }
    }
}

fn certificates(parameter: &'static str, file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let failed = |error| pem_error(parameter, file, "certificate", error);
    let found: Vec<_> =
        CertificateDer::pem_file_iter(file).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
    if found.is_empty() { Err(failed(pem::Error::NoItemsFound)) } else { Ok(found) }
}

fn pem_error(parameter: &'static str, file: &Path, what: &'static str, error: pem::Error) -> TlsError {
    let file = file.to_owned();
    match error {
        pem::Error::Io(source) => TlsError::Read { parameter, file, source },
        other => TlsError::Pem { parameter, file, what, source: other.into() },
    }
}
