//! The sources of signing keys.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dropspec_http::Error;
use jsonwebtoken::DecodingKey;

use super::algorithm::Algorithm;
use super::key_set::{KeySet, KeySetError, MIN_SECRET_LENGTH};
use super::refresh::RefreshPolicy;
use super::remote::{ClientError, RemoteKeySet};
use crate::Secret;

/// The keys that tokens are signed with.
#[derive(Debug)]
pub struct JwtKeys(Source);

#[derive(Debug)]
enum Source {
    Fixed(KeySet),
    Remote(Arc<RemoteKeySet>),
}

/// Why signing keys cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JwtKeysError {
    /// The shared secret is too short.
    #[error("a secret for HS256 must have at least 32 bytes, all random")]
    ShortSecret,
    /// The file cannot be read.
    #[error("cannot read JWT keys from {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The text is not a key set.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// The URL is malformed, or not protected by TLS.
    #[error("cannot fetch JWT keys from {0}: use an https URL")]
    Url(String),
    /// The HTTP client cannot be created.
    #[error("cannot create the HTTP client for JWT keys")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl JwtKeys {
    /// A secret that is shared with the issuer, for HS256.
    ///
    /// # Errors
    /// If it has fewer than 32 bytes.
    pub fn secret(secret: &Secret) -> Result<Self, JwtKeysError> {
        let secret = secret.expose().as_bytes();
        if secret.len() < MIN_SECRET_LENGTH {
            return Err(JwtKeysError::ShortSecret);
        }
        Ok(Self(Source::Fixed(KeySet::of_secret(secret))))
    }

    /// A JSON Web Key Set (RFC 7517).
    ///
    /// # Errors
    /// If the text is not a key set.
    pub fn from_json(json: &str) -> Result<Self, JwtKeysError> {
        Ok(Self(Source::Fixed(KeySet::parse(json.as_bytes())?)))
    }

    /// The JSON Web Key Set in a file, read once.
    ///
    /// # Errors
    /// If the file cannot be read, or is not a key set.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, JwtKeysError> {
        let path = path.as_ref();
        let json = std::fs::read(path).map_err(|source| JwtKeysError::Read { path: path.to_owned(), source })?;
        Ok(Self(Source::Fixed(KeySet::parse(&json)?)))
    }

    /// The JSON Web Key Set at a URL, fetched for the first token and then as the policy says. Shared secrets in it are ignored.
    ///
    /// # Errors
    /// If the URL is not `https`; for a loopback address, `http` is allowed.
    pub fn from_url(url: &str, policy: RefreshPolicy) -> Result<Self, JwtKeysError> {
        let remote = RemoteKeySet::new(url, policy).map_err(|error| match error {
            ClientError::Url => JwtKeysError::Url(url.to_owned()),
            ClientError::Client(error) => JwtKeysError::Client(error.into()),
        })?;
        Ok(Self(Source::Remote(Arc::new(remote))))
    }

    /// Whether there is, or may be after a refresh, a key for one of the algorithms.
    pub(super) fn may_support(&self, algorithms: &[Algorithm]) -> bool {
        match &self.0 {
            Source::Fixed(keys) => keys.supports(algorithms),
            Source::Remote(_) => algorithms.iter().any(|algorithm| *algorithm != Algorithm::Hs256),
        }
    }

    pub(super) async fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Option<DecodingKey>, Error> {
        match &self.0 {
            Source::Fixed(keys) => Ok(keys.find(id, algorithm).cloned()),
            Source::Remote(remote) => remote.find(id, algorithm).await.map_err(Error::unavailable),
        }
    }
}
