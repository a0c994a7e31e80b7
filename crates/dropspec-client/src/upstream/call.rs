//! A service that another one calls, and the policy of the calls.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use dropspec_config::Environment;
use dropspec_http::health::Dependency;
use dropspec_http::{RequestScope, UpstreamTimer};
use futures_util::future::BoxFuture;
use reqwest::redirect::Policy;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::debug;

use super::base_url::BaseUrl;
use super::config::UpstreamConfig;
use super::context::add_context;
use super::counters::Counters;
use super::health::Health;
use super::retry::{RetryBudget, is_repeatable};
use crate::connection::Connection;
use crate::transport::{Transport, TransportFailure};

/// The time limit of a connection attempt, which leaves time for another one.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The time after which idle connections are closed: before a service of the engine closes them, which is after 30 seconds.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The maximum number of idle connections to a service.
const MAX_IDLE: usize = 64;

/// The pause before a call is repeated.
const RETRY_DELAY: Duration = Duration::from_millis(25);

/// A service that another one calls. Clones share its connections, its retry budget and its state.
#[derive(Clone, Debug)]
pub struct Upstream(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: UpstreamConfig,
    base: BaseUrl,
    http: reqwest::Client,
    budget: RetryBudget,
    counters: Arc<Counters>,
    health: Health,
}

impl UpstreamConfig {
    /// Reads the variables of this upstream, such as `STOCK_URL` and `STOCK_TIMEOUT` of the upstream `stock`.
    pub fn read(self, env: &mut Environment) -> Upstream {
        let [upstream] = Self::read_all([self], env);
        upstream
    }

    /// Reads the variables of several upstreams. They share an HTTP client, which has connections to each.
    pub fn read_all<const N: usize>(upstreams: [Self; N], env: &mut Environment) -> [Upstream; N] {
        let read = upstreams.map(|upstream| upstream.read_from(env));
        let http = http_client(read.iter().any(|(base, _)| base.is_https()));
        read.map(|(base, config)| Upstream::new(config, base, http.clone()))
    }
}

/// The HTTP client for upstreams. Without `https` it does without the root certificates of the system, which take time to read, and memory.
#[cfg_attr(not(feature = "tls"), allow(unused_variables))]
fn http_client(is_https: bool) -> reqwest::Client {
    let builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(MAX_IDLE)
        .redirect(Policy::none())
        // The configured address is the one to connect to.
        .no_proxy()
        // Those of this policy are all there are.
        .retry(reqwest::retry::never());
    #[cfg(feature = "tls")]
    let builder = if is_https { builder } else { builder.tls_certs_only([]) };
    builder.build().unwrap_or_default()
}

impl Upstream {
    fn new(config: UpstreamConfig, base: BaseUrl, http: reqwest::Client) -> Self {
        let health = Health::new(http.clone(), format!("{}{}", base.as_str(), config.live));
        Self(Arc::new(Inner {
            config,
            base,
            http,
            budget: RetryBudget::default(),
            counters: Counters::of(config.name),
            health,
        }))
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.config.name
    }

    /// The generated client of the service.
    #[must_use]
    pub fn client<C: From<Connection>>(&self) -> C {
        let Inner { config, base, http, .. } = &*self.0;
        let transport: Arc<dyn Transport> = self.0.clone();
        Connection::with_http(base.as_str(), http.clone()).over(config.name, transport).into()
    }

    /// The state of the service, as it was at most two seconds ago.
    pub async fn state(&self) -> Dependency {
        let Inner { config, health, .. } = &*self.0;
        Dependency { name: config.name, is_required: config.is_required, failure: health.failure().await }
    }
}

impl Transport for Inner {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, TransportFailure>> {
        Box::pin(self.call(request))
    }
}

impl Inner {
    async fn call(&self, mut request: reqwest::Request) -> Result<reqwest::Response, TransportFailure> {
        let mut deadline = Instant::now() + self.config.timeout;
        // Ends with the call. There is none outside of a request.
        let timer = RequestScope::current().map(|scope| UpstreamTimer::start(scope, self.config.name));
        if let Some(timer) = &timer {
            add_context(timer, request.headers_mut());
            deadline = timer.scope().deadline().map_or(deadline, |end| deadline.min(end.into()));
        }
        let outcome = timeout_at(deadline, self.attempts(request)).await.unwrap_or(Err(TransportFailure::TimedOut));
        self.counters.add_call(&outcome);
        outcome
    }

    async fn attempts(&self, request: reqwest::Request) -> Result<reqwest::Response, TransportFailure> {
        self.budget.deposit();
        // `None` for a body that is a stream.
        let again = request.try_clone();
        let outcome = self.attempt(request).await;
        match again {
            Some(again) if is_repeatable(again.method(), &outcome) && self.budget.withdraw() => {
                debug!(upstream = self.config.name, "repeating a call");
                self.counters.add_retry();
                sleep(RETRY_DELAY).await;
                self.attempt(again).await
            }
            _ => outcome,
        }
    }

    async fn attempt(&self, request: reqwest::Request) -> Result<reqwest::Response, TransportFailure> {
        buffered(self.http.execute(request).await?, self.config.max_response).await
    }
}

/// The response with its whole body, so that a body that breaks off or drips counts towards the call.
async fn buffered(mut response: reqwest::Response, limit: usize) -> Result<reqwest::Response, TransportFailure> {
    let too_large = TransportFailure::TooLarge { limit };
    let length = response.content_length().unwrap_or_default();
    if length > limit as u64 {
        return Err(too_large);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    let mut whole = http::Response::new(body.freeze());
    *whole.status_mut() = response.status();
    *whole.headers_mut() = std::mem::take(response.headers_mut());
    Ok(whole.into())
}
