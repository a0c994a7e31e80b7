//! A running HTTP server.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::{fmt, io};

use dropshot::{
    ApiDescriptionRegisterError, BuildError, ConfigDropshot, HandlerTaskMode, HttpServer, ServerBuilder, ServerContext,
};
use dropspec_http::Body;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::catch_all::catch_all;
use super::log::logger;
use super::methods;
use crate::config::ServerConfig;
use crate::in_flight::InFlight;
use crate::middleware::InFlightLayer;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Why a listener could not be started, or has stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenerError {
    /// The address cannot be bound.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// dropshot rejects its endpoints.
    #[error("cannot start the server")]
    Endpoint(#[from] ApiDescriptionRegisterError),
    /// dropshot cannot be started.
    #[error("cannot start the server")]
    Build(#[source] BuildError),
    /// A background thread cannot be started.
    #[error("cannot start the server")]
    Background(#[source] io::Error),
    /// TLS is not available as configured.
    #[cfg(feature = "tls")]
    #[error("cannot start the server")]
    Tls(#[from] rustls::Error),
    /// The server has stopped by itself.
    #[error("the server has stopped: {0}")]
    Stopped(String),
}

/// An HTTP server that passes its requests on to a tower service, with the extension
/// [`ConnectInfo`](dropspec_http::ConnectInfo). It ends when this is dropped.
pub struct Listener {
    address: SocketAddr,
    server: Box<dyn Running>,
    #[cfg(target_os = "linux")]
    _idle_guard: super::idle::IdleGuard,
    #[cfg(feature = "tls")]
    _reload: Option<dropspec_http::BackgroundTask>,
}

impl Listener {
    /// Starts to listen.
    ///
    /// # Errors
    /// When the address is in use or not one of this machine, or when the system lacks resources.
    pub fn start<S>(config: &ServerConfig, service: S) -> Result<Self, ListenerError>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
        S: Clone + Send + Sync + 'static,
    {
        let in_flight = InFlight::new();
        let service = InFlightLayer::new(Arc::clone(&in_flight)).layer(service);
        Self::start_counting(config, service, &in_flight)
    }

    /// Starts to listen, for a service that counts its requests in flight: a connection is idle when it has none.
    pub(crate) fn start_counting<S>(
        config: &ServerConfig,
        service: S,
        in_flight: &Arc<InFlight>,
    ) -> Result<Self, ListenerError>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
        S: Clone + Send + Sync + 'static,
    {
        let mut config = config.clone();
        #[cfg(unix)]
        {
            config.max_connections = super::descriptor_limit::raise(config.max_connections);
        }
        let server = start_dropshot(&config, service)?;
        config.address = server.local_addr();
        #[cfg(target_os = "linux")]
        super::sockets::tune(&config);
        #[cfg(not(target_os = "linux"))]
        let _ = in_flight;
        Ok(Self {
            address: config.address,
            server: Box::new(server),
            #[cfg(target_os = "linux")]
            _idle_guard: super::idle::IdleGuard::start(&config, in_flight).map_err(ListenerError::Background)?,
            #[cfg(feature = "tls")]
            _reload: {
                let reload = config.tls.as_ref().map(crate::tls::Tls::reload_when_changed);
                reload.transpose().map_err(ListenerError::Background)?
            },
        })
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the server has stopped.
    ///
    /// # Errors
    /// When it has not stopped as requested.
    pub(crate) fn stopped(&self) -> impl Future<Output = Result<(), ListenerError>> + Send + use<> {
        let stopped = self.server.stopped();
        async move { stopped.await.map_err(ListenerError::Stopped) }
    }

    /// Completes the requests in flight and stops.
    ///
    /// # Errors
    /// When the server had stopped before.
    pub async fn close(self) -> Result<(), ListenerError> {
        self.server.close().await.map_err(ListenerError::Stopped)
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("address", &self.address).finish_non_exhaustive()
    }
}

fn start_dropshot<S>(config: &ServerConfig, service: S) -> Result<HttpServer<S>, ListenerError>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
    S: Clone + Send + Sync + 'static,
{
    let builder =
        ServerBuilder::new(catch_all()?, service, logger()).version_policy(methods::policy()).config(ConfigDropshot {
            bind_address: config.address,
            // Cancelling is safe: a write is one statement or a transaction.
            default_handler_task_mode: HandlerTaskMode::CancelOnDisconnect,
            ..ConfigDropshot::default()
        });
    #[cfg(feature = "tls")]
    let builder = builder.tls(match &config.tls {
        Some(tls) => Some(dropshot::ConfigTls::Dynamic(tls.server_config()?)),
        None => None,
    });
    builder.start().map_err(|error| match error {
        BuildError::BindError { error, address } => ListenerError::Bind { address, source: error },
        other => ListenerError::Build(other),
    })
}

/// A server of dropshot, whatever its service is.
trait Running: Send + Sync {
    fn stopped(&self) -> BoxFuture<Result<(), String>>;

    fn close(self: Box<Self>) -> BoxFuture<Result<(), String>>;
}

impl<S: ServerContext> Running for HttpServer<S> {
    fn stopped(&self) -> BoxFuture<Result<(), String>> {
        Box::pin(self.wait_for_shutdown())
    }

    fn close(self: Box<Self>) -> BoxFuture<Result<(), String>> {
        Box::pin((*self).close())
    }
}
