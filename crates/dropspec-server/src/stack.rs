//! The stack of middleware, in the order in which a request passes it.

use std::convert::Infallible;
use std::sync::Arc;

use dropspec_http::health::{LIVE, READY};
use dropspec_http::middleware::{CorsLayer, TimeoutLayer};
use dropspec_http::{ApiService, Body};
use dropspec_telemetry::TelemetryLayer;
use http::{Request, Response};
use tower::ServiceBuilder;
use tower_layer::Layer;
use tower_service::Service;

use crate::config::ServerConfig;
use crate::in_flight::InFlight;
#[cfg(feature = "compression")]
use crate::middleware::CompressionLayer;
use crate::middleware::{
    AllowedHostsLayer, CatchPanicLayer, DecompressionLayer, InFlightLayer, LoadShedLayer, ShutdownLayer,
};
use crate::shutdown_state::ShutdownState;

/// The paths of probes and metrics. They are exempt from load shedding and from the
/// check of the host, and their successful requests are not logged.
pub(crate) const PROBE_PATHS: [&str; 3] = [LIVE, READY, "/metrics"];

/// The state that layers share with their server.
#[derive(Clone, Debug)]
pub(crate) struct SharedState {
    pub(crate) in_flight: Arc<InFlight>,
    pub(crate) shutdown: ShutdownState,
}

/// Puts the middleware around an API. `layers` are those of the service itself.
pub(crate) fn stack<A, L>(
    config: &ServerConfig,
    state: &SharedState,
    telemetry: TelemetryLayer,
    layers: L,
    api: ApiService<A>,
) -> impl Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
+ Clone
+ Send
+ Sync
+ 'static
+ use<A, L>
where
    A: Send + Sync + 'static,
    L: Layer<ApiService<A>>,
    L::Service: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
    L::Service: Clone + Send + Sync + 'static,
{
    let SharedState { in_flight, shutdown } = state;
    let stack = ServiceBuilder::new()
        // Request context, access log, metrics, traces.
        .layer(telemetry)
        .layer(InFlightLayer::new(Arc::clone(in_flight)))
        .layer(ShutdownLayer::new(shutdown.clone()))
        .layer(AllowedHostsLayer::new(config.allowed_hosts.clone(), &PROBE_PATHS))
        .layer(CorsLayer::new(config.cors.clone()))
        .layer(LoadShedLayer::new(
            Arc::clone(in_flight),
            api.upload_slots().clone(),
            config.max_requests,
            &PROBE_PATHS,
        ));
    #[cfg(feature = "compression")]
    let stack = stack.option_layer(config.compression.then_some(CompressionLayer));
    stack
        .layer(TimeoutLayer { request: config.timeouts.request, read: config.timeouts.read })
        // Within the timeout of reading, which counts what the client sends.
        .layer(DecompressionLayer)
        .layer(CatchPanicLayer)
        .layer(layers)
        .service(api)
}
