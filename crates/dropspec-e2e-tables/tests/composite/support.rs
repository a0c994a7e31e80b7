//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::composite::{Api, routes, tables};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

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

/// Starts the service, and returns its database as well.
pub(crate) async fn start_with_database(backend: Backend) -> (Shop, Database) {
    let mut held = None;
    let service = |database: Database| {
        held = Some(database.clone());
        Service(database)
    };
    let running = Running::start(backend, tables::ALL, service, routes()).await;
    (running, held.unwrap())
}

/// The service on a new database.
pub(crate) type Shop = Running<Service>;

/// Creates an order and returns its key.
pub(crate) async fn order(shop: &Shop, customer: &str) -> String {
    key(&shop.post("/orders", json!({ "customer": customer })).await)
}

/// Creates a line of an order.
pub(crate) async fn line(shop: &Shop, order: &str, number: i32, amount: i64) -> Value {
    shop.post(&format!("/orders/{order}/lines"), json!({ "number": number, "amount": amount })).await
}

/// The key `id` of a row.
pub(crate) fn key(row: &Value) -> String {
    row["id"].as_str().unwrap().to_owned()
}

/// Sends a request, and returns the status, a header and the JSON of the response.
pub(crate) async fn sent(request: RequestBuilder, header: &str) -> (u16, String, Value) {
    let response = request.send().await.unwrap();
    let value = response.headers().get(header).map(|value| value.to_str().unwrap().to_owned());
    let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
    (status, value.unwrap_or_default(), serde_json::from_str(&text).unwrap_or_default())
}
