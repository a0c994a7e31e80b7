//! Starts the service on a new database.

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(bulks);

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> common::Running<Service> {
    start_with_database(backend).await.0
}
