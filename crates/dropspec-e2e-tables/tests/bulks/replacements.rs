//! Items that replace the rows with the same keys.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, start};

on_both_databases!(replaces_rows_with_the_same_keys_if_the_request_says_so);

async fn replaces_rows_with_the_same_keys_if_the_request_says_so(backend: Backend) {
    let stock = start(backend).await;
    let old = json!({ "sku": "a", "count": 1, "note": "old" });
    let stored = stock.post("/items/many", json!([old])).await;
    assert_eq!(stored, json!({ "created": 1, "updated": 0, "keys": ["a"] }));

    let items = json!([{ "sku": "b", "count": 2 }, { "sku": "a", "count": 3 }]);
    let (status, _) = stock.call(Method::POST, "/items/many", Some(items.clone())).await;
    assert_eq!(status, 409);
    let stored = stock.post("/items/many?key=sku", items.clone()).await;
    assert_eq!(stored, json!({ "created": 1, "updated": 1, "keys": ["b", "a"] }));
    // What an item does not have is gone.
    assert_eq!(stock.get("/items").await, json!([{ "sku": "a", "count": 3 }, { "sku": "b", "count": 2 }]));

    let (status, _) = stock.call(Method::POST, "/items/many?key=count", Some(items)).await;
    assert_eq!(status, 400);
    let request = stock.request(Method::POST, "/items/many?key=sku").header("prefer", "handling=lenient");
    let request =
        request.json(&json!([{ "sku": "a", "count": -1 }, { "sku": "b", "count": 5 }, { "sku": "c", "count": 6 }]));
    let report: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    let items = [(0, 400, None), (1, 200, Some("b")), (2, 201, Some("c"))].map(|(index, status, key)| match key {
        Some(key) => json!({ "index": index, "status": status, "key": key }),
        None => json!({ "index": index, "status": status }),
    });
    assert_eq!(report, json!({ "created": 1, "updated": 1, "refused": 1, "items": items }));
}
