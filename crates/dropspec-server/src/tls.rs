//! The certificate of a server and its key, which are reloaded when their files change.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use dropspec_config::Environment;
use dropspec_http::BackgroundTask;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tracing::{error, info, warn};
use twox_hash::XxHash3_128;

use crate::certificate_validity::{CertificateState, CertificateValidity};

/// How often the files are read.
const RELOAD_PERIOD: Duration = Duration::from_secs(1);

/// A certificate and its key from two PEM files. They are reloaded when the files change.
#[derive(Debug)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
    /// The hash of the files when they were first read.
    loaded: u128,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {file}: {source}", file = .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file does not contain what it should.
    #[error("{file} has no {what} in PEM form: {reason}", file = .file.display())]
    Pem {
        /// The file.
        file: PathBuf,
        /// What it should contain.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The key is not that of the certificate, or its kind is not supported.
    #[error("{certificate} and {key} cannot be used: {source}", certificate = .certificate.display(), key = .key.display())]
    Mismatch {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// What is wrong.
        source: rustls::Error,
    },
}

impl Tls {
    /// Reads the files: the certificate, followed by those of its issuers, and the key.
    ///
    /// # Errors
    /// When a file cannot be read, or the key is not that of the certificate.
    pub fn load(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Result<Self, TlsError> {
        let (certificate, key) = (certificate.into(), key.into());
        let files = Files::read(&certificate, &key)?;
        let current = RwLock::new(Arc::new(files.certified(&certificate, &key)?));
        Ok(Self { certificate, key, current, loaded: files.hash() })
    }

    /// Reads the names of the files from `_TLS_CERTIFICATE` and `_TLS_KEY`, and then the files.
    pub fn read(env: &mut Environment) -> Option<Arc<Self>> {
        const CERTIFICATE: &str = "_TLS_CERTIFICATE";
        const KEY: &str = "_TLS_KEY";
        match (env.text(CERTIFICATE), env.text(KEY)) {
            (None, None) => None,
            (Some(certificate), Some(key)) => match Self::load(certificate, key) {
                Ok(tls) => Some(Arc::new(tls)),
                Err(error) => {
                    env.add_error(CERTIFICATE, format!("cannot be loaded: {error}"));
                    None
                }
            },
            (Some(_), None) => {
                env.add_error(KEY, "is missing, the file with the key of the certificate");
                None
            }
            (None, Some(_)) => {
                env.add_error(CERTIFICATE, "is missing, the file with the certificate of the key");
                None
            }
        }
    }

    /// The configuration of TLS with this certificate, for HTTP/2 and HTTP/1.1.
    pub(crate) fn server_config(self: &Arc<Self>) -> Result<rustls::ServerConfig, rustls::Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = config.with_no_client_auth().with_cert_resolver(Arc::clone(self) as _);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }

    /// Reloads the files when they change, until the task is dropped. Files that cannot be used change nothing.
    pub(crate) fn reload_when_changed(self: &Arc<Self>) -> io::Result<BackgroundTask> {
        let tls = Arc::clone(self);
        let (mut seen, mut state) = (tls.loaded, CertificateState::Valid);
        BackgroundTask::spawn("certificate", move |shutdown| {
            loop {
                tls.log_state(&mut state);
                seen = tls.reload(seen);
                if shutdown.wait(RELOAD_PERIOD) {
                    return Ok(());
                }
            }
        })
    }

    /// The time in which the certificate is valid.
    pub(crate) fn validity(&self) -> Option<CertificateValidity> {
        CertificateValidity::of(self.current().cert.first()?)
    }

    /// Logs whether clients accept the certificate, if that is not the `last` state.
    fn log_state(&self, last: &mut CertificateState) {
        let state = self.validity().map_or(CertificateState::Valid, CertificateValidity::state);
        if std::mem::replace(last, state) == state {
            return;
        }
        let file = self.certificate.display();
        match state {
            CertificateState::Valid => info!(%file, "the certificate is valid"),
            CertificateState::ExpiresSoon => warn!(%file, "the certificate expires within a week; replace the file"),
            CertificateState::NotYetValid => {
                warn!(%file, "the certificate is not yet valid, clients reject it; check the clock");
            }
            CertificateState::Expired => {
                error!(%file, "the certificate has expired, clients reject it; replace the file");
            }
        }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reloads the files if their hash is not `seen`. Returns their hash.
    fn reload(&self, seen: u128) -> u128 {
        let files = Files::read(&self.certificate, &self.key);
        let now = files.as_ref().map_or(0, Files::hash);
        if seen == now {
            return now;
        }
        match files.and_then(|files| files.certified(&self.certificate, &self.key)) {
            Ok(certified) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(certified);
                info!(file = %self.certificate.display(), "certificate reloaded");
            }
            Err(error) => warn!(cause = %error, "cannot reload the certificate; the one before stays in use"),
        }
        now
    }
}

impl ResolvesServerCert for Tls {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// The contents of the files.
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
        let pem_error = |file: &Path, what, error: pem::Error| {
            let (file, reason) = (file.to_owned(), error.to_string());
            TlsError::Pem { file, what, reason }
        };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.certificate).collect();
        let chain = chain.and_then(|chain| if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) });
        let chain = chain.map_err(|error| pem_error(certificate, "certificate", error))?;
        let private = PrivateKeyDer::from_pem_slice(&self.key).map_err(|error| pem_error(key, "key", error))?;
        CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider()).map_err(|source| TlsError::Mismatch {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            source,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use tracing::{Event, Level, Subscriber};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::{Context, SubscriberExt};

    use super::*;

    /// The levels of the events.
    #[derive(Clone, Default)]
    struct Levels(Arc<Mutex<Vec<Level>>>);

    impl<S: Subscriber> Layer<S> for Levels {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            self.0.lock().unwrap().push(*event.metadata().level());
        }
    }

    /// Writes a certificate that is valid until this year, and its key.
    fn renew(folder: &Path, year: i32) -> Tls {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, 1, 1);
        let key = KeyPair::generate().unwrap();
        let files = [folder.join("tls.crt"), folder.join("tls.key")];
        std::fs::write(&files[0], params.self_signed(&key).unwrap().pem()).unwrap();
        std::fs::write(&files[1], key.serialize_pem()).unwrap();
        Tls::load(&files[0], &files[1]).unwrap()
    }

    #[test]
    fn an_expired_certificate_is_logged_once() {
        let folder = tempfile::tempdir().unwrap();
        let tls = renew(folder.path(), 2001);
        let levels = Levels::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(levels.clone()), || {
            let mut state = CertificateState::Valid;
            (0..3).for_each(|_| tls.log_state(&mut state));
            renew(folder.path(), 4000);
            tls.reload(tls.loaded);
            (0..3).for_each(|_| tls.log_state(&mut state));
        });
        assert_eq!(*levels.0.lock().unwrap(), [Level::ERROR, Level::INFO, Level::INFO], "expired, reloaded, valid");
    }
}
