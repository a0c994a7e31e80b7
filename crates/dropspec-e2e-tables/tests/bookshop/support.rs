//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::bookshop::{Api, routes, tables};
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

/// Starts the service, and returns its database as well.
pub(crate) async fn start_with_database(backend: Backend) -> (Running<Service>, Database) {
    let mut held = None;
    let service = |database: Database| {
        held = Some(database.clone());
        Service(database)
    };
    let running = Running::start(backend, tables::ALL, service, routes()).await;
    (running, held.unwrap())
}

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Shop {
    Running::start(backend, tables::ALL, Service, routes()).await
}

/// The shop.
pub(crate) type Shop = Running<Service>;

/// A key that no row has.
pub(crate) const UNKNOWN: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

/// Creates an author and returns the key.
pub(crate) async fn author(shop: &Shop, name: &str) -> String {
    key(&shop.post("/authors", json!({ "name": name })).await)
}

/// Creates a book and returns the key.
pub(crate) async fn book(shop: &Shop, isbn: &str, author: &str) -> String {
    key(&shop.post("/books", new_book(isbn, author)).await)
}

/// The body that creates a book.
pub(crate) fn new_book(isbn: &str, author: &str) -> Value {
    json!({ "isbn": isbn, "title": format!("Title of {isbn}"), "authorId": author })
}

/// The key of a row.
pub(crate) fn key(row: &Value) -> String {
    row["id"].as_str().unwrap().to_owned()
}
