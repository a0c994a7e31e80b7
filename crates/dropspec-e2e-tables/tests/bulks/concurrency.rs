//! Requests with the same keys at the same time.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, start};

on_both_databases!(
    creates_the_same_keys_in_any_order_without_deadlocks,
    replaces_the_same_keys_in_any_order_without_deadlocks,
);

const CLIENTS: usize = 8;
const ITEMS: usize = 400;

/// Sends the same items by all clients at the same time, each in another order, and returns the responses.
async fn send_by_all(backend: Backend, path: &'static str) -> (Vec<(u16, Value)>, usize) {
    let stock = Arc::new(start(backend).await);
    let mut tasks = Vec::new();
    for client in 0..CLIENTS {
        let mut items: Vec<Value> =
            (0..ITEMS).map(|number| json!({ "sku": format!("{number:04}"), "count": client })).collect();
        items.rotate_left(client * ITEMS / CLIENTS);
        if client % 2 == 1 {
            items.reverse();
        }
        let stock = Arc::clone(&stock);
        tasks.push(tokio::spawn(async move { stock.call(Method::POST, path, Some(json!(items))).await }));
    }
    let mut responses = Vec::new();
    for task in tasks {
        responses.push(task.await.unwrap());
    }
    let stored = stock.get("/items").await.as_array().map_or(0, Vec::len);
    (responses, stored)
}

async fn creates_the_same_keys_in_any_order_without_deadlocks(backend: Backend) {
    let (responses, stored) = send_by_all(backend, "/items/many").await;
    let mut statuses: Vec<u16> = responses.iter().map(|(status, _)| *status).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..], stored), (201, &[409; CLIENTS - 1][..], ITEMS));
}

async fn replaces_the_same_keys_in_any_order_without_deadlocks(backend: Backend) {
    let (responses, stored) = send_by_all(backend, "/items/many?key=sku").await;
    let count = |name: &str| responses.iter().map(|(_, body)| body[name].as_u64().unwrap_or_default()).sum::<u64>();
    assert_eq!((count("created"), count("updated")), (ITEMS as u64, ((CLIENTS - 1) * ITEMS) as u64), "{responses:?}");
    assert_eq!(stored, ITEMS);
}
