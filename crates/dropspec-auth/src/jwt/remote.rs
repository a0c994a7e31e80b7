//! Keys that an issuer publishes, fetched and kept for a while.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::DecodingKey;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use tokio::sync::Mutex;

use super::Algorithm;
use super::key_set::KeySet;
use super::keys::{KeysError, Refresh};
use crate::fault::Fault;

/// How long an issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest set that is taken, in bytes.
const LARGEST: usize = 1024 * 1024;

/// The keys at a URL.
#[derive(Debug)]
pub(super) struct Remote {
    url: Url,
    client: Client,
    refresh: Refresh,
    fetched: RwLock<Option<Arc<Fetched>>>,
    /// When the last attempt was, and who may make the next one.
    attempt: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Fetched {
    keys: KeySet,
    at: Instant,
}

type FetchError = Box<dyn std::error::Error + Send + Sync>;

impl Remote {
    pub(super) fn new(url: &str, refresh: Refresh) -> Result<Self, KeysError> {
        let wrong = || KeysError::Url(url.to_owned());
        let parsed = Url::parse(url).map_err(|_| wrong())?;
        let secure = parsed.scheme() == "https";
        let near = parsed.scheme() == "http" && is_loopback(&parsed);
        if !secure && !near {
            return Err(wrong());
        }
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).https_only(secure);
        let client = client.build().map_err(|error| KeysError::Client(error.to_string()))?;
        Ok(Self { url: parsed, client, refresh, fetched: RwLock::default(), attempt: Mutex::default() })
    }

    /// A key; when it is not known, or all are too old, after another look at the URL.
    pub(super) async fn find(
        self: &Arc<Self>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Option<DecodingKey>, Fault> {
        let before = self.current();
        if let Some(fetched) = &before
            && let Some(key) = fetched.keys.find(id, algorithm)
        {
            if fetched.at.elapsed() >= self.refresh.after {
                self.renew_aside(before.clone());
            }
            return Ok(Some(key.clone()));
        }
        let outcome = self.renew(before.as_ref()).await;
        match self.current() {
            Some(fetched) => Ok(fetched.keys.find(id, algorithm).cloned()),
            None => Err(Fault::unavailable(outcome.err().unwrap_or_else(|| "the keys of tokens are not there".into()))),
        }
    }

    /// The keys as they are now, if they are not too old.
    fn current(&self) -> Option<Arc<Fetched>> {
        let fetched = self.fetched.read().unwrap_or_else(PoisonError::into_inner).clone();
        fetched.filter(|fetched| fetched.at.elapsed() < self.refresh.discard_after)
    }

    /// Fetches while the old keys are in use.
    fn renew_aside(self: &Arc<Self>, before: Option<Arc<Fetched>>) {
        // Somebody is at it, or was a moment ago.
        if self.attempt.try_lock().is_ok_and(|last| self.may_try(*last)) {
            let this = Arc::clone(self);
            // Should it fail, the next request tries again, until the keys are too old and it has to wait.
            tokio::spawn(async move { this.renew(before.as_ref()).await });
        }
    }

    fn may_try(&self, last: Option<Instant>) -> bool {
        last.is_none_or(|last| last.elapsed() >= self.refresh.pause)
    }

    /// Fetches, unless it has been done since `before`, or tried a moment ago. All who come meanwhile wait for one.
    async fn renew(&self, before: Option<&Arc<Fetched>>) -> Result<(), FetchError> {
        let mut last = self.attempt.lock().await;
        let now = self.current();
        let renewed = now.as_ref().map(Arc::as_ptr) != before.map(Arc::as_ptr);
        if (now.is_some() && renewed) || !self.may_try(*last) {
            return Ok(());
        }
        *last = Some(Instant::now());
        let keys = self.fetch().await?;
        let fetched = Arc::new(Fetched { keys, at: Instant::now() });
        *self.fetched.write().unwrap_or_else(PoisonError::into_inner) = Some(fetched);
        Ok(())
    }

    async fn fetch(&self) -> Result<KeySet, FetchError> {
        let mut response = self.client.get(self.url.clone()).send().await?;
        if !response.status().is_success() {
            return Err(format!("{} answers {} when asked for the keys of tokens", self.url, response.status()).into());
        }
        let mut json = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if json.len() + chunk.len() > LARGEST {
                return Err(format!("the keys at {} are more than {LARGEST} bytes", self.url).into());
            }
            json.extend_from_slice(&chunk);
        }
        Ok(KeySet::parse(&json)?.public())
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
