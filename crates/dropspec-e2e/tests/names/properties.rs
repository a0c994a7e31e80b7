//! Properties that would share a name in Rust.

use serde_json::json;

use super::support::{Backend, Service};

on_both_databases!(similar_properties_are_distinct_fields_and_columns);

async fn similar_properties_are_distinct_fields_and_columns(backend: Backend) {
    let service = Service::start(backend).await;
    let alike = json!({
        "aB": "1", "a_b": "2", "a-b": 3, "a.b": true, "a/b": "5", "self": "6", "Self": "7", "SELF": "8"
    });
    assert_eq!(service.post("/echo", &alike).await, (200, alike.clone()));
    assert_eq!(service.post("/alike", &alike).await, (201, alike));
    let (status, problem) = service.post("/echo", &json!({ "aB": 1, "a_b": "2", "a-b": "3" })).await;
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!((status, pointers), (400, vec![&json!("/self"), &json!("/aB"), &json!("/a-b")]), "{problem}");
}
