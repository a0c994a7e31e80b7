//! A second port with nothing but the probes and the metrics, which need not be where the clients are.

use std::net::SocketAddr;
use std::sync::Arc;

use super::metrics;
use crate::Limits;
use crate::health::{self, Readiness};
use crate::pipeline::Pipeline;
use crate::server::{Server, StartError};

/// The service as its operators see it.
pub struct Admin<A: 'static>(Arc<Pipeline<A>>);

impl<A> std::fmt::Debug for Admin<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").finish_non_exhaustive()
    }
}

/// It is ready when the service is.
impl<A: Readiness + Send + Sync> Readiness for Admin<A> {
    async fn unready(&self) -> Option<String> {
        match self.0.ending() {
            Some(reason) => Some(reason.to_owned()),
            None => self.0.api().unready().await,
        }
    }
}

impl<A: Readiness + Send + Sync + 'static> Server<A> {
    /// Starts a server of the probes and the metrics of this one, which goes on until it is dropped.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn start_admin(&self, address: SocketAddr) -> Result<Server<Admin<A>>, StartError> {
        let pipeline = self.pipeline();
        let mut routes = health::routes();
        routes.extend(metrics::routes());
        Server::start(address, Admin(Arc::clone(pipeline)), routes, Limits::default(), pipeline.observer())
    }
}
