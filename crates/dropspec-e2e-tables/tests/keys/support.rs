//! Starts the service on a new database.

use dropspec::auth::{AuthError, Authenticator, Identity, Secret, basic};
use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::keys::{Api, Authenticators, routes, tables};

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;

pub(crate) use common::{Backend, Running};

/// The service: its operations have default bodies.
pub(crate) struct Service {
    database: Database,
    password: Box<dyn Authenticator>,
}

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.database
    }
}

impl Authenticators for Service {
    fn password(&self) -> &dyn Authenticator {
        &*self.password
    }
}

async fn password(user: String, _: Secret) -> Result<Identity, AuthError> {
    Ok(Identity::new(user))
}

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Running<Service> {
    start_with_database(backend).await.0
}

/// Starts the service, and returns its database as well.
pub(crate) async fn start_with_database(backend: Backend) -> (Running<Service>, Database) {
    let service = |database| Service { database, password: Box::new(basic(password)) };
    Running::start(backend, tables::ALL, service, routes()).await
}
