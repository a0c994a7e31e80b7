//! The admin port: probes and metrics on an address of their own.

use std::fmt;
use std::net::SocketAddr;

use dropspec_http::health::{self, Dependency, Readiness};
use dropspec_http::{ApiService, ServiceConfig};

use crate::config::ServerConfig;
use crate::server::{Server, StartError};
use crate::shutdown_state::ShutdownState;

/// The probes and metrics of a server, as an API of their own.
pub struct Admin<A: 'static> {
    api: ApiService<A>,
    shutdown: ShutdownState,
}

impl<A> fmt::Debug for Admin<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admin").finish_non_exhaustive()
    }
}

/// It is ready when the service is.
impl<A: Readiness + Send + Sync> Readiness for Admin<A> {
    async fn unready(&self) -> Option<String> {
        if self.shutdown.is_requested() {
            return Some(ShutdownState::REASON.to_owned());
        }
        self.api.api().unready().await
    }

    async fn dependencies(&self) -> Vec<Dependency> {
        self.api.api().dependencies().await
    }
}

impl<A: Readiness + Send + Sync + 'static> Server<A> {
    /// Starts a server of the probes and the metrics of this one, which ends when it is dropped.
    ///
    /// # Errors
    /// When the address is in use or not one of this machine.
    pub fn start_admin(&self, address: SocketAddr) -> Result<Server<Admin<A>>, StartError> {
        #[cfg_attr(not(feature = "metrics"), allow(unused_mut))]
        let mut routes = health::routes();
        #[cfg(feature = "metrics")]
        routes.extend(dropspec_telemetry::metrics::routes());
        let admin = Admin { api: self.api.clone(), shutdown: self.state.shutdown.clone() };
        let service = ApiService::new(admin, routes, ServiceConfig::default())?;
        let builder = Server::<Admin<A>>::builder(ServerConfig::new(address));
        builder.telemetry(&self.telemetry).without_metrics().start(service)
    }
}
