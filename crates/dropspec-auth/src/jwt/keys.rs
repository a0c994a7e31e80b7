//! Where the keys of tokens come from.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::DecodingKey;

use super::Algorithm;
use super::key_set::{KeySet, KeySetError, SHORTEST_SECRET};
use super::remote::Remote;
use crate::fault::Fault;
use crate::security::Secret;

/// The keys that tokens are signed with.
#[derive(Debug)]
pub struct Keys(Source);

#[derive(Debug)]
enum Source {
    Fixed(KeySet),
    Remote(Arc<Remote>),
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The shared secret is too short.
    #[error("a secret for HS256 must have 32 bytes or more, and be random")]
    ShortSecret,
    /// The file cannot be read.
    #[error("{path}: cannot read the keys: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A set of keys is not one.
    #[error(transparent)]
    Set(#[from] KeySetError),
    /// The URL is none, or everybody on the way could change what it gives.
    #[error("keys cannot be fetched from {0}: take an https URL")]
    Url(String),
    /// There is no client to fetch with.
    #[error("keys cannot be fetched: {0}")]
    Client(String),
}

/// How often the keys of a URL are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// The age from which on they are fetched anew, while the old ones are still in use.
    pub after: Duration,
    /// The age from which on they are no longer used, if fetching fails.
    pub discard_after: Duration,
    /// The shortest time between two attempts, whatever the reason; a key that is not known is one.
    pub pause: Duration,
}

impl Default for Refresh {
    /// Ten minutes; a day; 30 seconds.
    fn default() -> Self {
        Self {
            after: Duration::from_secs(600),
            discard_after: Duration::from_secs(24 * 3600),
            pause: Duration::from_secs(30),
        }
    }
}

impl Keys {
    /// A secret that is shared with the issuer, for HS256.
    ///
    /// # Errors
    /// When it has fewer than 32 bytes.
    pub fn secret(secret: &Secret) -> Result<Self, KeysError> {
        let secret = secret.expose().as_bytes();
        if secret.len() < SHORTEST_SECRET {
            return Err(KeysError::ShortSecret);
        }
        Ok(Self(Source::Fixed(KeySet::of_secret(secret))))
    }

    /// A JSON Web Key Set (RFC 7517).
    ///
    /// # Errors
    /// When the text is none.
    pub fn from_json(json: &str) -> Result<Self, KeysError> {
        Ok(Self(Source::Fixed(KeySet::parse(json.as_bytes())?)))
    }

    /// The JSON Web Key Set in a file, read once.
    ///
    /// # Errors
    /// When it cannot be read, or is none.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeysError> {
        let path = path.as_ref();
        let json = std::fs::read(path).map_err(|source| KeysError::Read { path: path.to_owned(), source })?;
        Ok(Self(Source::Fixed(KeySet::parse(&json)?)))
    }

    /// The JSON Web Key Set at a URL, fetched when the first token comes and then as `refresh` says. Secrets in it do
    /// not count.
    ///
    /// # Errors
    /// When the URL is not `https`; `http` will do for a loopback address.
    pub fn from_url(url: &str, refresh: Refresh) -> Result<Self, KeysError> {
        Ok(Self(Source::Remote(Arc::new(Remote::new(url, refresh)?))))
    }

    /// Whether there is a key for one of the algorithms, or may be one some time.
    pub(super) fn may_fit(&self, algorithms: &[Algorithm]) -> bool {
        match &self.0 {
            Source::Fixed(keys) => keys.fits(algorithms),
            Source::Remote(_) => algorithms.iter().any(|algorithm| *algorithm != Algorithm::Hs256),
        }
    }

    pub(super) async fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Option<DecodingKey>, Fault> {
        match &self.0 {
            Source::Fixed(keys) => Ok(keys.find(id, algorithm).cloned()),
            Source::Remote(remote) => remote.find(id, algorithm).await,
        }
    }
}
