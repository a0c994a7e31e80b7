//! The server of an API.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use dropspec_http::{ApiService, Body, Route, RouteError, ServiceConfig};
use dropspec_telemetry::{Telemetry, TelemetryLayer};
use http::{Request, Response};
use tower_layer::{Identity, Layer, Stack};
use tower_service::Service;

use crate::config::{Drain, ServerConfig};
use crate::dropshot::{Listener, ListenerError};
use crate::in_flight::InFlight;
use crate::shutdown_state::ShutdownState;
use crate::stack::{PROBE_PATHS, SharedState, stack};

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Two routes collide, or a path template is malformed.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// The server cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenerError),
}

/// A running server. It ends when this is dropped.
#[derive(Debug)]
pub struct Server<A: 'static> {
    pub(crate) listener: Listener,
    pub(crate) api: ApiService<A>,
    pub(crate) state: SharedState,
    pub(crate) drain: Drain,
    pub(crate) telemetry: Telemetry,
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Starts a server with the defaults of [`ServerConfig::new`].
    ///
    /// # Errors
    /// When two routes collide, or the address is in use or not one of this machine.
    pub fn start(
        address: SocketAddr,
        api: A,
        routes: Vec<Route<A>>,
        limits: ServiceConfig,
        telemetry: impl Into<Telemetry>,
    ) -> Result<Self, StartError> {
        Self::start_with(ServerConfig::new(address), api, routes, limits, telemetry)
    }

    /// Starts a server.
    ///
    /// # Errors
    /// When two routes collide, or the address is in use or not one of this machine.
    pub fn start_with(
        config: ServerConfig,
        api: A,
        routes: Vec<Route<A>>,
        limits: ServiceConfig,
        telemetry: impl Into<Telemetry>,
    ) -> Result<Self, StartError> {
        Self::builder(config).telemetry(telemetry).start(ApiService::new(api, routes, limits)?)
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        self.listener.local_address()
    }

    /// Completes the requests in flight and stops.
    ///
    /// # Errors
    /// When the server had stopped before.
    pub async fn close(self) -> Result<(), ListenerError> {
        self.listener.close().await
    }
}

impl<A: 'static> Server<A> {
    /// A server of which more than its configuration can be chosen.
    #[must_use]
    pub fn builder(config: ServerConfig) -> ServerBuilder<Identity> {
        ServerBuilder { config, telemetry: Telemetry::default(), has_metrics: true, layers: Identity::new() }
    }
}

/// Starts a [`Server`] with layers of the service itself.
#[derive(Debug)]
pub struct ServerBuilder<L> {
    config: ServerConfig,
    telemetry: Telemetry,
    has_metrics: bool,
    layers: L,
}

impl<L> ServerBuilder<L> {
    /// Records requests with this telemetry.
    #[must_use]
    pub fn telemetry(mut self, telemetry: impl Into<Telemetry>) -> Self {
        self.telemetry = telemetry.into();
        self
    }

    /// Leaves requests out of the metrics of the telemetry, which are those of another server.
    pub(crate) fn without_metrics(mut self) -> Self {
        self.has_metrics = false;
        self
    }

    /// Adds a layer around the API, within those of the server: its requests have a context and a timeout, and its panics are caught. The
    /// layer that is added last is the innermost.
    #[must_use]
    pub fn layer<M>(self, layer: M) -> ServerBuilder<Stack<M, L>> {
        let Self { config, telemetry, has_metrics, layers } = self;
        ServerBuilder { config, telemetry, has_metrics, layers: Stack::new(layer, layers) }
    }

    /// Starts the server.
    ///
    /// # Errors
    /// When the address is in use or not one of this machine.
    pub fn start<A>(self, api: ApiService<A>) -> Result<Server<A>, StartError>
    where
        A: Send + Sync + 'static,
        L: Layer<ApiService<A>>,
        L::Service: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
        L::Service: Clone + Send + Sync + 'static,
    {
        let Self { config, telemetry, has_metrics, layers } = self;
        let state = SharedState { in_flight: InFlight::new(), shutdown: ShutdownState::default() };
        let new_layer = if has_metrics { TelemetryLayer::new } else { TelemetryLayer::without_metrics };
        let recorder = new_layer(&telemetry, api.templates().to_vec(), &PROBE_PATHS);
        #[cfg(all(feature = "tls", feature = "metrics"))]
        if let Some(tls) = config.tls.as_ref().filter(|_| has_metrics) {
            register_certificate(&telemetry, tls);
        }
        let service = stack(&config, &state, recorder, layers, api.clone());
        let listener = Listener::start_counting(&config, service, &Arc::clone(&state.in_flight))?;
        Ok(Server { listener, api, state, drain: config.drain, telemetry })
    }
}

/// Adds the end of the certificate to the metrics.
#[cfg(all(feature = "tls", feature = "metrics"))]
fn register_certificate(telemetry: &Telemetry, tls: &Arc<crate::tls::Tls>) {
    let tls = Arc::clone(tls);
    telemetry.metrics().register(move |samples| {
        if let Some(validity) = tls.validity() {
            let help = "End of the validity of the TLS certificate, in seconds since the Unix epoch.";
            samples.gauge("tls_certificate_not_after_seconds", help, validity.not_after);
        }
    });
}
