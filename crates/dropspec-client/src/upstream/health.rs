//! The state of an upstream, for the readiness of the service that calls it.

use std::time::Duration;

use dropspec_http::UpstreamFailure;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::transport::TransportFailure;

/// The time limit of a probe, which is less than that of readiness.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);

/// How long a state is kept, so that frequent probes of this service do not become as many of the upstream.
const TTL: Duration = Duration::from_secs(2);

/// The state of an upstream, as it was when it was asked last.
#[derive(Debug)]
pub(super) struct Health {
    http: reqwest::Client,
    /// The URL of the probe.
    url: String,
    /// Held while the upstream is asked, so that it is asked once.
    last: Mutex<Option<(Instant, Option<UpstreamFailure>)>>,
}

impl Health {
    pub(super) fn new(http: reqwest::Client, url: String) -> Self {
        Self { http, url, last: Mutex::new(None) }
    }

    /// How the upstream fails, if it does.
    pub(super) async fn failure(&self) -> Option<UpstreamFailure> {
        let mut last = self.last.lock().await;
        if let Some((asked, failure)) = *last
            && asked.elapsed() < TTL
        {
            return failure;
        }
        let failure = self.probe().await;
        *last = Some((Instant::now(), failure));
        failure
    }

    async fn probe(&self) -> Option<UpstreamFailure> {
        match timeout(PROBE_TIMEOUT, self.http.get(&self.url).send()).await {
            Err(_) => Some(UpstreamFailure::TimedOut),
            Ok(Err(error)) => Some((&TransportFailure::from(error)).into()),
            Ok(Ok(response)) => Some(response.status()).filter(|it| !it.is_success()).map(UpstreamFailure::Status),
        }
    }
}
