//! Starts the service on a new database.

use reqwest::Method;
use serde_json::{Value, json};

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(orders);

/// A running service.
pub(crate) type Shop = common::Running<Service>;

/// Starts the service.
pub(crate) async fn start(backend: Backend) -> Shop {
    start_with_database(backend).await.0
}

/// An order, with other properties.
pub(crate) fn order(number: &str, status: &str, amount: &str, quantity: i64, other: Value) -> Value {
    let mut order = json!({ "number": number, "status": status, "amount": amount, "quantity": quantity });
    order.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    order
}

/// Creates orders.
pub(crate) async fn create(shop: &Shop, orders: Value) {
    shop.post("/orders/many", orders).await;
}

/// Patches the orders that a query selects.
pub(crate) async fn patch(shop: &Shop, query: &str, patch: Value) -> (u16, Value) {
    send_patch(shop, &format!("/orders?{query}"), patch, &[]).await
}

/// Sends a merge patch with headers.
pub(crate) async fn send_patch(shop: &Shop, path: &str, patch: Value, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = shop.request(Method::PATCH, path).header("content-type", "application/merge-patch+json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.body(patch.to_string()).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

/// Deletes what a path with a query selects.
pub(crate) async fn delete(shop: &Shop, path: &str) -> (u16, Value) {
    shop.call(Method::DELETE, path, None).await
}

/// The pointers of a problem.
pub(crate) fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect()
}
