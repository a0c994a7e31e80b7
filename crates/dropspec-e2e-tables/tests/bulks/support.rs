//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::bulks::{Api, routes, tables};

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/running.rs"]
mod running;

pub(crate) use backend::Backend;
use running::Running;

/// The service: its operations have default bodies.
pub(crate) struct Service(Database);

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Running<Service> {
    Running::start(backend, tables::ALL, Service, routes()).await
}
