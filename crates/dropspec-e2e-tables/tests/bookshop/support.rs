//! Starts the service on a new database.

use serde_json::{Value, json};

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(bookshop);

/// The shop.
pub(crate) type Shop = common::Running<Service>;

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Shop {
    start_with_database(backend).await.0
}

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
