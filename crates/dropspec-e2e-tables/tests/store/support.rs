//! Starts the service on a new database, with some books.

use serde_json::{Value, json};

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(store);

/// The shop.
pub(crate) type Shop = common::Running<Service>;

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Shop {
    start_with_database(backend).await.0
}

/// Creates an author and returns the key.
pub(crate) async fn author(shop: &Shop, name: &str) -> String {
    shop.post("/authors", json!({ "name": name })).await["id"].as_str().unwrap().to_owned()
}

/// Creates a book together with its authorships.
pub(crate) async fn book(shop: &Shop, isbn: &str, title: &str, authors: &[&str]) -> Value {
    let authorships: Vec<Value> = authors.iter().map(|author| json!({ "authorId": author })).collect();
    shop.post("/books", json!({ "isbn": isbn, "title": title, "price": "12.50", "authorships": authorships })).await
}

/// The values of a property of the rows of a list.
pub(crate) async fn listed(shop: &Shop, path: &str, pointer: &str) -> Vec<Value> {
    let rows = shop.get(path).await;
    rows.as_array().unwrap().iter().map(|row| row.pointer(pointer).cloned().unwrap_or_default()).collect()
}
