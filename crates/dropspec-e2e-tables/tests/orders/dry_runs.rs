//! `Prefer: tx=rollback`.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::support::{Backend, create, order, start};

on_both_databases!(dry_runs_respond_the_same_and_store_nothing, bulks_can_be_dry_runs);

/// Sends a request with preferences; returns the status, the applied preferences and the body.
async fn send(request: RequestBuilder, preferences: &str) -> (u16, Option<String>, Value) {
    let response = request.header("prefer", preferences).send().await.unwrap();
    let applied = response.headers().get("preference-applied").map(|it| it.to_str().unwrap().to_owned());
    (response.status().as_u16(), applied, response.json().await.unwrap())
}

async fn dry_runs_respond_the_same_and_store_nothing(backend: Backend) {
    let shop = start(backend).await;
    create(&shop, json!([order("1", "new", "1", 1, json!({})), order("2", "new", "1", 1, json!({}))])).await;
    let before = shop.get("/orders").await;
    let rolled_back = Some("tx=rollback".to_owned());
    let deletion = |query: &str| shop.request(Method::DELETE, &format!("/orders?{query}"));
    let patch = |change: Value| {
        let request = shop.request(Method::PATCH, "/orders?status=new");
        request.header("content-type", "application/merge-patch+json").body(change.to_string())
    };
    let deleted = send(deletion("status=new"), "tx=rollback").await;
    assert_eq!(deleted, (200, rolled_back.clone(), json!({ "deleted": 2 })));
    assert_eq!(send(deletion("status=new&limit=1"), "tx=rollback").await.0, 409);
    let patched = send(patch(json!({ "status": "paid" })), "tx=rollback").await;
    assert_eq!(patched, (200, rolled_back, json!({ "updated": 2 })));
    assert_eq!(send(patch(json!({ "ticket": "t" })), "tx=rollback").await.0, 409);
    assert_eq!(shop.get("/orders").await, before);
    let patched = send(patch(json!({ "status": "paid" })), "tx=commit").await;
    assert_eq!(patched, (200, Some("tx=commit".to_owned()), json!({ "updated": 2 })));
    assert_eq!(send(deletion("status=paid"), "return=minimal").await, (200, None, json!({ "deleted": 2 })));
}

async fn bulks_can_be_dry_runs(backend: Backend) {
    let shop = start(backend).await;
    let bulk = |items: Value| shop.request(Method::POST, "/orders/many").json(&items);
    let (one, invalid) = (order("1", "new", "1", 1, json!({})), order("2", "lost", "1", 1, json!({})));
    let stored = send(bulk(json!([one])), "tx=rollback").await;
    assert_eq!(stored, (201, Some("tx=rollback".to_owned()), json!({ "created": 1 })));
    assert_eq!(send(bulk(json!([one, one])), "tx=rollback").await.0, 409);
    let stored = send(bulk(json!([one, invalid])), "tx=rollback, handling=lenient").await;
    assert_eq!(stored, (207, Some("handling=lenient, tx=rollback".to_owned()), json!({ "created": 1 })));
    assert_eq!(shop.get("/orders").await, json!([]));
    assert_eq!(send(bulk(json!([one])), "tx=commit").await.0, 201);
    assert_eq!(shop.get("/orders").await.as_array().unwrap().len(), 1);
}
