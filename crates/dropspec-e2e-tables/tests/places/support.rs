//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::places::{Api, routes, tables};
use serde_json::{Value, json};

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/running.rs"]
mod running;

pub(crate) use backend::Backend;
pub(crate) use running::Running;

/// The service: its operations have default bodies.
pub(crate) struct Service(Database);

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// Starts the service, and returns its database as well.
pub(crate) async fn start(backend: Backend) -> (Running<Service>, Database) {
    let mut used = None;
    let service = |database: Database| Service(used.insert(database).clone());
    let running = Running::start(backend, tables::ALL, service, routes()).await;
    (running, used.unwrap())
}

/// A place as it is created.
pub(crate) fn place(name: &str, latitude: f64, longitude: f64) -> Value {
    json!({ "name": name, "location": { "latitude": latitude, "longitude": longitude } })
}

/// The names of the rows of a list.
pub(crate) fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}
