//! The transport: dropshot, with one catch-all endpoint per method and the pipeline behind it.
//!
//! What dropshot leaves to others is here as well: timeouts and limits ([`ServerConfig`]), and the end ([`Server::run_until_told`]).

mod config;
mod cors;
pub(crate) mod deadline;
mod descriptors;
mod ending;
pub(crate) mod gate;
pub(crate) mod incoming;
pub(crate) mod leftover;
mod reaper;
mod socket;
mod tcp_info;
mod tls;
mod traffic;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use dropshot::{
    ApiDescription, ApiEndpoint, ApiEndpointVersions, Body, BuildError, ConfigDropshot, HandlerTaskMode, HttpError,
    HttpServer, Path, RawRequest, RequestContext, ServerBuilder, SharedExtractor,
};
use http::{Method, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use slog::{Level, Logger};

pub use config::{Drain, ServerConfig, Timeouts};
pub use cors::Cors;
pub use ending::Signals;
use gate::Gate;
use reaper::Reaper;
pub use tls::{Tls, TlsError};
use tokio::task::JoinSet;

use crate::observe::{LogConfig, Observer};
use crate::pipeline::{Limits, Pipeline};
use crate::redaction::without_requests;
use crate::router::{Route, RouteError};

/// The methods that are answered; to others dropshot says 405 itself.
pub(crate) const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be bound.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The routes do not fit together.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// Anything else that dropshot says.
    #[error("cannot start the server: {0}")]
    Other(String),
}

/// A server that is running.
pub struct Server<A: Send + Sync + 'static> {
    transport: HttpServer<Arc<Pipeline<A>>>,
    gate: Arc<Gate>,
    drain: Drain,
    log: Logger,
    _reaper: Reaper,
    _certificate: Option<JoinSet<()>>,
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Starts to serve, with the defaults of [`ServerConfig::new`].
    ///
    /// # Errors
    /// When the address is taken or not ours, or when two routes collide.
    pub fn start(
        address: SocketAddr,
        api: A,
        routes: Vec<Route<A>>,
        limits: Limits,
        observer: impl Into<Observer>,
    ) -> Result<Self, StartError> {
        Self::start_with(ServerConfig::new(address), api, routes, limits, observer)
    }

    /// Starts to serve.
    ///
    /// # Errors
    /// When the address is taken or not ours, or when two routes collide.
    pub fn start_with(
        mut config: ServerConfig,
        api: A,
        routes: Vec<Route<A>>,
        limits: Limits,
        observer: impl Into<Observer>,
    ) -> Result<Self, StartError> {
        let address = config.address;
        config.max_connections = descriptors::allow(config.max_connections);
        let gate = Arc::new(Gate::new(&config));
        let observer = observer.into();
        let log = observer.logger().clone();
        let pipeline = Arc::new(Pipeline::new(api, routes, limits, observer, Arc::clone(&gate))?);
        let transport = ServerBuilder::new(catch_all()?, pipeline, without_requests(&log)).config(ConfigDropshot {
            bind_address: address,
            // Cancelling is safe: a write is one statement or a transaction, which rolls back.
            default_handler_task_mode: HandlerTaskMode::CancelOnDisconnect,
            ..ConfigDropshot::default()
        });
        let tls = config.tls.as_ref().map(Tls::for_dropshot).transpose();
        let tls = tls.map_err(|error| StartError::Other(error.to_string()))?;
        let transport = transport.tls(tls).start().map_err(|error| match error {
            BuildError::BindError { error, .. } => StartError::Bind { address, source: error },
            other => StartError::Other(other.to_string()),
        })?;
        config.address = transport.local_addr();
        socket::tune(config.address);
        let reaper = Reaper::start(&config, Arc::clone(gate.traffic()), &log);
        let reaper = reaper.map_err(|error| StartError::Other(error.to_string()))?;
        let certificate = config.tls.as_ref().map(|tls| tls.follow(&log));
        Ok(Self { transport, gate, drain: config.drain, log, _reaper: reaper, _certificate: certificate })
    }

    /// The address that is listened on.
    pub fn local_address(&self) -> SocketAddr {
        self.transport.local_addr()
    }

    /// What answers the requests.
    pub(crate) fn pipeline(&self) -> &Arc<Pipeline<A>> {
        self.transport.app_private()
    }

    /// Finishes the requests under way and stops.
    ///
    /// # Errors
    /// When the server had failed before.
    pub async fn close(self) -> Result<(), String> {
        self.transport.close().await
    }
}

impl<A: Send + Sync + 'static> std::fmt::Debug for Server<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.local_address()).finish()
    }
}

/// A log to standard error of what is at least as bad as `level`, for a person.
pub fn logger(level: Level) -> Logger {
    LogConfig { level: Some(level), ..LogConfig::default() }.logger()
}

fn catch_all<A: Send + Sync + 'static>() -> Result<ApiDescription<Arc<Pipeline<A>>>, StartError> {
    let mut api = ApiDescription::new();
    for method in METHODS {
        let name = format!("any_{}", method.as_str().to_lowercase());
        let endpoint = ApiEndpoint::new::<_, (RawRequest,), Response<Body>>(
            name,
            answer,
            method,
            "application/json",
            "/{path:.*}",
            ApiEndpointVersions::All,
        );
        let mut endpoint = endpoint.visible(false);
        // dropshot insists that the wildcard is taken notice of. It is, but not by an extractor, which would decode it again.
        endpoint.parameters =
            <Path<CatchAll> as SharedExtractor>::metadata(endpoint.body_content_type.clone()).parameters;
        api.register(endpoint).map_err(|error| StartError::Other(error.to_string()))?;
    }
    Ok(api)
}

/// The path, as dropshot's router sees it.
#[derive(Deserialize, JsonSchema)]
struct CatchAll {
    #[allow(dead_code, reason = "only its schema is asked for")]
    path: Vec<String>,
}

async fn answer<A: Send + Sync + 'static>(
    context: RequestContext<Arc<Pipeline<A>>>,
    request: RawRequest,
) -> Result<Response<Body>, HttpError> {
    let peer = context.request.remote_addr();
    Ok(context.context().answer(request.into_inner(), &context.request_id, peer).await)
}
