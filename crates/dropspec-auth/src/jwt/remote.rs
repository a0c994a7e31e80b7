//! The keys that an issuer publishes, fetched and cached.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use http::StatusCode;
use jsonwebtoken::DecodingKey;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use tokio::sync::Mutex;

use super::algorithm::Algorithm;
use super::key_set::{KeySet, KeySetError};
use super::refresh::RefreshPolicy;

/// The time an issuer has to respond.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum size of a key set in bytes.
const MAX_KEY_SET_SIZE: usize = 1024 * 1024;

/// The key set at a URL.
#[derive(Debug)]
pub(super) struct RemoteKeySet {
    url: Url,
    client: Client,
    policy: RefreshPolicy,
    cached: RwLock<Option<Arc<Cached>>>,
    /// The time of the last attempt; the holder of the lock may make the next one.
    last_attempt: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Cached {
    keys: KeySet,
    fetched: Instant,
}

/// Why a remote key set cannot be used at all.
#[derive(Debug)]
pub(super) enum ClientError {
    /// The URL is malformed or not protected by TLS.
    Url,
    /// The HTTP client cannot be created.
    Client(reqwest::Error),
}

/// Why a key set cannot be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("cannot fetch JWT keys")]
    Request(#[from] reqwest::Error),
    #[error("{url} responded {status} instead of JWT keys")]
    Status { url: Url, status: StatusCode },
    #[error("the JWT keys at {url} exceed {MAX_KEY_SET_SIZE} bytes")]
    TooLarge { url: Url },
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    #[error("JWT keys could not be fetched yet")]
    NotYetFetched,
}

impl RemoteKeySet {
    pub(super) fn new(url: &str, policy: RefreshPolicy) -> Result<Self, ClientError> {
        let url = Url::parse(url).map_err(|_| ClientError::Url)?;
        let is_https = url.scheme() == "https";
        let is_local = url.scheme() == "http" && is_loopback(&url);
        if !is_https && !is_local {
            return Err(ClientError::Url);
        }
        let client = Client::builder().timeout(FETCH_TIMEOUT).redirect(Policy::none()).https_only(is_https);
        let client = client.build().map_err(ClientError::Client)?;
        Ok(Self { url, client, policy, cached: RwLock::default(), last_attempt: Mutex::default() })
    }

    /// Finds a key. If it is unknown, or all keys are too old, fetches the key set again first.
    pub(super) async fn find(
        self: &Arc<Self>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Option<DecodingKey>, FetchError> {
        let before = self.current();
        if let Some(cached) = &before
            && let Some(key) = cached.keys.find(id, algorithm)
        {
            if cached.fetched.elapsed() >= self.policy.refresh_after {
                self.refresh_in_background(before.clone());
            }
            return Ok(Some(key.clone()));
        }
        let refreshed = self.refresh(before.as_ref()).await;
        match self.current() {
            Some(cached) => Ok(cached.keys.find(id, algorithm).cloned()),
            None => Err(refreshed.err().unwrap_or(FetchError::NotYetFetched)),
        }
    }

    /// The cached keys, if they are not too old.
    fn current(&self) -> Option<Arc<Cached>> {
        let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner).clone();
        cached.filter(|cached| cached.fetched.elapsed() < self.policy.discard_after)
    }

    fn refresh_in_background(self: &Arc<Self>, before: Option<Arc<Cached>>) {
        // If the lock is taken, a refresh is in progress.
        if self.last_attempt.try_lock().is_ok_and(|last| self.may_attempt(*last)) {
            let this = Arc::clone(self);
            // If it fails, the next request tries again, until the keys are too old and it has to wait.
            tokio::spawn(async move { this.refresh(before.as_ref()).await });
        }
    }

    fn may_attempt(&self, last: Option<Instant>) -> bool {
        last.is_none_or(|last| last.elapsed() >= self.policy.min_interval)
    }

    /// Fetches the key set, unless it was fetched since `before` or attempted within the minimum interval. Concurrent callers share one
    /// attempt.
    async fn refresh(&self, before: Option<&Arc<Cached>>) -> Result<(), FetchError> {
        let mut last = self.last_attempt.lock().await;
        let now = self.current();
        let was_refreshed = now.as_ref().map(Arc::as_ptr) != before.map(Arc::as_ptr);
        if (now.is_some() && was_refreshed) || !self.may_attempt(*last) {
            return Ok(());
        }
        *last = Some(Instant::now());
        let keys = self.fetch().await?;
        let cached = Arc::new(Cached { keys, fetched: Instant::now() });
        *self.cached.write().unwrap_or_else(PoisonError::into_inner) = Some(cached);
        Ok(())
    }

    async fn fetch(&self) -> Result<KeySet, FetchError> {
        let mut response = self.client.get(self.url.clone()).send().await?;
        if !response.status().is_success() {
            return Err(FetchError::Status { url: self.url.clone(), status: response.status() });
        }
        let mut json = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if json.len() + chunk.len() > MAX_KEY_SET_SIZE {
                return Err(FetchError::TooLarge { url: self.url.clone() });
            }
            json.extend_from_slice(&chunk);
        }
        Ok(KeySet::parse(&json)?.without_secrets())
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
