//! Integer keys that the database makes.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Running, Service, start};

on_both_databases!(
    numbers_new_rows,
    never_uses_a_key_twice,
    bulks_return_the_keys_in_order,
    goes_on_after_keys_that_clients_bring,
    says_when_no_keys_are_left,
    rejects_keys_of_clients_that_are_taken,
);

async fn ticket(service: &Running<Service>, title: &str) -> Value {
    service.post("/tickets", json!({ "title": title })).await
}

async fn numbers_new_rows(backend: Backend) {
    let service = &start(backend).await;
    let response = service.request(Method::POST, "/tickets").json(&json!({ "title": "Leak" })).send().await.unwrap();
    assert_eq!(response.headers()["location"], "/tickets/1");
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "id": 1, "title": "Leak" }));
    assert_eq!(ticket(service, "Noise").await["id"], 2);
    let (status, changed) = service.call(Method::PUT, "/tickets/2", Some(json!({ "title": "Silence" }))).await;
    assert_eq!((status, changed), (200, json!({ "id": 2, "title": "Silence" })));
    assert_eq!(service.get("/tickets/2").await["title"], "Silence");
    let (status, _) = service.call(Method::POST, "/tickets", Some(json!({ "id": 7, "title": "Mine" }))).await;
    assert_eq!(status, 400);
}

async fn never_uses_a_key_twice(backend: Backend) {
    let service = &start(backend).await;
    ticket(service, "Leak").await;
    assert_eq!(service.call(Method::DELETE, "/tickets/1", None).await.0, 204);
    assert_eq!(ticket(service, "Noise").await["id"], 2);
}

async fn bulks_return_the_keys_in_order(backend: Backend) {
    let service = &start(backend).await;
    let titles: Vec<Value> = (0..2500).map(|number| json!({ "title": format!("{number}") })).collect();
    let created = service.post("/tickets/bulk", json!(titles)).await;
    let keys: Vec<i64> = (1..=2500).collect();
    assert_eq!(created, json!({ "created": 2500, "keys": keys }));
    let tickets = service.get("/tickets?limit=10000").await;
    let tickets = tickets.as_array().unwrap();
    assert!((0..2500).all(|index| tickets[index] == json!({ "id": index + 1, "title": format!("{index}") })));
    assert_eq!(ticket(service, "next").await["id"], 2501);
}

async fn goes_on_after_keys_that_clients_bring(backend: Backend) {
    let service = &start(backend).await;
    let stamp = async |body: Value| service.post("/stamps", body).await["id"].as_i64().unwrap();
    assert_eq!(stamp(json!({ "motif": "Queen" })).await, 1);
    assert_eq!(stamp(json!({ "id": 10, "motif": "King" })).await, 10);
    assert_eq!(stamp(json!({ "motif": "Jack" })).await, 11);
    assert_eq!(stamp(json!({ "id": 5, "motif": "Ace" })).await, 5);
    assert_eq!(stamp(json!({ "motif": "Ten" })).await, 12);
    let items = json!([{ "motif": "a" }, { "id": 20, "motif": "b" }, { "motif": "c" }]);
    let created = service.post("/stamps/bulk", items).await;
    let next = stamp(json!({ "motif": "d" })).await;
    assert_eq!((created["created"].as_i64(), created["keys"][1].as_i64()), (Some(3), Some(20)));
    assert_eq!((created["keys"][0].as_i64(), created["keys"][2].as_i64(), next), (Some(21), Some(22), 23));
}

async fn says_when_no_keys_are_left(backend: Backend) {
    let service = &start(backend).await;
    service.post("/stamps", json!({ "id": i32::MAX, "motif": "last" })).await;
    for (path, body) in [("/stamps", json!({ "motif": "none" })), ("/stamps/bulk", json!([{ "motif": "none" }]))] {
        let (status, problem) = service.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 507, "{problem}");
        assert_eq!(problem["detail"], "the table is full: no integer key is left for a new row");
    }
}

async fn rejects_keys_of_clients_that_are_taken(backend: Backend) {
    let service = &start(backend).await;
    service.post("/stamps", json!({ "motif": "Queen" })).await;
    let (status, problem) = service.call(Method::POST, "/stamps", Some(json!({ "id": 1, "motif": "King" }))).await;
    assert_eq!((status, &problem["detail"]), (409, &json!("the id 1 is taken")));
    let items = json!([{ "motif": "a" }, { "id": 1, "motif": "b" }]);
    let (status, problem) = service.call(Method::POST, "/stamps/bulk", Some(items)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!("/1/id")), "{problem}");
}
