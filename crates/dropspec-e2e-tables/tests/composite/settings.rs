//! Keys of texts, whose path has the properties in another order.

use std::time::{Duration, SystemTime};

use dropspec::db::purge_deleted;
use dropspec_e2e_tables::composite::tables;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, sent, start, start_with_database};

on_both_databases!(
    texts_are_escaped_in_paths,
    a_repeated_creation_gets_the_same_response,
    a_deleted_row_is_restored_or_purged,
);

fn setting(scope: &str, name: &str) -> Value {
    json!({ "scope": scope, "name": name, "value": "on" })
}

async fn texts_are_escaped_in_paths(backend: Backend) {
    let shop = start(backend).await;
    // Both have the same characters, and would be one if the parts were only joined.
    let rows = [setting("a/b", "c"), setting("a", "b/c"), setting("ä %2F", "?")];
    let mut paths = Vec::new();
    for row in &rows {
        let (status, location, _) = sent(shop.request(Method::POST, "/settings").json(row), "location").await;
        assert_eq!(status, 201);
        assert_eq!(shop.get(&location).await, *row);
        paths.push(location);
    }
    assert_eq!(paths[0], "/settings/c/a%2Fb");
    let (status, _, found) = sent(shop.request(Method::PUT, &paths[1]).json(&json!({ "value": "off" })), "etag").await;
    assert_eq!((status, &found["value"]), (200, &json!("off")));
    assert_eq!(shop.get(&paths[0]).await["value"], "on");
    let (status, problem) = shop.call(Method::GET, "/settings/c%2F/a", None).await;
    assert_eq!((status, &problem["detail"]), (404, &json!("there is no setting a/c%2F")));
    assert_eq!(shop.call(Method::GET, "/settings/%00/a", None).await.0, 404);
    let mut nul = setting("a", "\0");
    assert_eq!(shop.call(Method::POST, "/settings", Some(nul.take())).await.0, 400);
    let long = setting("a", &"x".repeat(600));
    assert_eq!(shop.call(Method::POST, "/settings", Some(long)).await.0, 400);
}

async fn a_repeated_creation_gets_the_same_response(backend: Backend) {
    let shop = start(backend).await;
    for _ in 0..2 {
        for (key, row) in [("one", setting("a/b", "c")), ("two", setting("a", "b/c"))] {
            let request = shop.request(Method::POST, "/settings").header("idempotency-key", key).json(&row);
            let (status, _, found) = sent(request, "location").await;
            assert_eq!((status, found), (201, row));
        }
    }
    assert_eq!(shop.get("/settings").await.as_array().unwrap().len(), 2);
    // Only the response of the deleted row is erased.
    assert_eq!(shop.call(Method::DELETE, "/settings/c/a%2Fb", None).await.0, 204);
    for (key, row, expected) in [("one", setting("a/b", "c"), 409), ("two", setting("a", "b/c"), 201)] {
        let request = shop.request(Method::POST, "/settings").header("idempotency-key", key).json(&row);
        assert_eq!(sent(request, "location").await.0, expected, "{key}");
    }
}

async fn a_deleted_row_is_restored_or_purged(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    for name in ["one", "two"] {
        shop.post("/settings", setting("a", name)).await;
        assert_eq!(shop.call(Method::DELETE, &format!("/settings/{name}/a"), None).await.0, 204);
    }
    assert_eq!(shop.get("/settings").await, json!([]));
    assert_eq!(shop.call(Method::POST, "/settings", Some(setting("a", "one"))).await.0, 409);
    let (status, restored) = shop.call(Method::POST, "/settings/one/a/restore", None).await;
    assert_eq!((status, restored), (200, setting("a", "one")));
    let later = SystemTime::now() + Duration::from_secs(3600);
    assert_eq!(purge_deleted(&database, &tables::settings::TABLE, later).await.unwrap(), 1);
    assert_eq!(shop.get("/settings").await, json!([setting("a", "one")]));
}
