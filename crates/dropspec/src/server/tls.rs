//! The certificate of a server, and its key, from files that may change while it runs.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use dropshot::ConfigTls;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use slog::{Logger, info, warn};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::sleep;
use twox_hash::XxHash3_128;

use crate::config::Variables;

/// How often the files are looked at.
const PERIOD: Duration = Duration::from_secs(1);

/// A certificate and its key, as they are in two PEM files. When the files change, so do they.
#[derive(Debug)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
    /// What was in the files at first.
    loaded: u128,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {file}: {source}", file = .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file has something else in it.
    #[error("{file} has no {what} in PEM form: {reason}", file = .file.display())]
    Pem {
        /// The file.
        file: PathBuf,
        /// What it should have.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// They cannot be used, most often because they do not belong together.
    #[error("{certificate} and {key} cannot be used: {source}", certificate = .certificate.display(), key = .key.display())]
    Unfit {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// What is wrong.
        source: rustls::Error,
    },
}

impl Tls {
    /// Reads the files: the certificate, followed by those that vouch for it, and the key.
    ///
    /// # Errors
    /// When a file cannot be read, or the key is not that of the certificate.
    pub fn load(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Result<Self, TlsError> {
        let (certificate, key) = (certificate.into(), key.into());
        let files = Files::read(&certificate, &key)?;
        let current = RwLock::new(Arc::new(files.certified(&certificate, &key)?));
        Ok(Self { certificate, key, current, loaded: files.hash() })
    }

    /// Reads the names of the files from `_TLS_CERTIFICATE` and `_TLS_KEY`, and the files.
    pub fn read(variables: &mut Variables) -> Option<Arc<Self>> {
        const CERTIFICATE: &str = "_TLS_CERTIFICATE";
        const KEY: &str = "_TLS_KEY";
        match (variables.text(CERTIFICATE), variables.text(KEY)) {
            (None, None) => None,
            (Some(certificate), Some(key)) => match Self::load(certificate, key) {
                Ok(tls) => Some(Arc::new(tls)),
                Err(error) => {
                    variables.complain(CERTIFICATE, format!("is of no use: {error}"));
                    None
                }
            },
            (Some(_), None) => {
                variables.complain(KEY, "is missing, the file with the key of the certificate");
                None
            }
            (None, Some(_)) => {
                variables.complain(CERTIFICATE, "is missing, the file with the certificate of the key");
                None
            }
        }
    }

    /// What dropshot needs to use them, for HTTP/2 and HTTP/1.1.
    pub(super) fn for_dropshot(self: &Arc<Self>) -> Result<ConfigTls, rustls::Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = config.with_no_client_auth().with_cert_resolver(Arc::clone(self) as _);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(ConfigTls::Dynamic(config))
    }

    /// Looks at the files from time to time, until what this answers is dropped. Files that are of no use change nothing.
    pub(super) fn follow(self: &Arc<Self>, log: &Logger) -> JoinSet<()> {
        let (tls, log) = (Arc::clone(self), log.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut seen = tls.loaded;
            loop {
                let (tls, log) = (Arc::clone(&tls), log.clone());
                // Fails when the process ends.
                let Ok(now) = spawn_blocking(move || tls.look(seen, &log)).await else { return };
                seen = now;
                sleep(PERIOD).await;
            }
        });
        tasks
    }

    /// Answers what it has seen.
    fn look(&self, seen: u128, log: &Logger) -> u128 {
        let files = Files::read(&self.certificate, &self.key);
        let now = files.as_ref().map_or(0, Files::hash);
        if seen == now {
            return now;
        }
        match files.and_then(|files| files.certified(&self.certificate, &self.key)) {
            Ok(certified) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(certified);
                info!(log, "the certificate has changed"; "file" => %self.certificate.display());
            }
            Err(error) => warn!(log, "the certificate stays as it was"; "cause" => %error),
        }
        now
    }
}

impl ResolvesServerCert for Tls {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What is in the files.
struct Files {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Files {
    fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let read = |file: &Path| std::fs::read(file).map_err(|source| TlsError::Read { file: file.to_owned(), source });
        Ok(Self { certificate: read(certificate)?, key: read(key)? })
    }

    fn hash(&self) -> u128 {
        XxHash3_128::oneshot(&[self.certificate.as_slice(), &self.key].concat())
    }

    fn certified(&self, certificate: &Path, key: &Path) -> Result<CertifiedKey, TlsError> {
        let bad = |file: &Path, what, error: pem::Error| {
            let (file, reason) = (file.to_owned(), error.to_string());
            TlsError::Pem { file, what, reason }
        };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.certificate).collect();
        let chain = chain.and_then(|chain| if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) });
        let chain = chain.map_err(|error| bad(certificate, "certificate", error))?;
        let private = PrivateKeyDer::from_pem_slice(&self.key).map_err(|error| bad(key, "key", error))?;
        CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider()).map_err(|source| TlsError::Unfit {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            source,
        })
    }
}
