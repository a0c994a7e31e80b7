//! Enums, recursion, compositions and names.

use serde_json::{Value, json};

use super::support::Service;

#[tokio::test]
async fn similar_texts_of_an_enum_are_distinct() {
    let service = Service::start();
    for text in ["asc", "ASC", "Asc", "+1", "-1", "", "*"] {
        service.keeps("order", json!(text)).await;
    }
    service.rejects("order", json!("aSC")).await;
}

#[tokio::test]
async fn recursive_values_are_kept() {
    let service = Service::start();
    service.keeps("list", json!([[], [[], []]])).await;
    service.keeps("map", json!({ "a": { "b": {} } })).await;
    service.keeps("person", json!({ "name": "a", "partner": { "name": "b" }, "parents": [{ "name": "c" }] })).await;
    service
        .keeps(
            "person",
            json!({ "name": "a", "house": { "owner": { "name": "b", "house": {} }, "former": { "name": "c" } } }),
        )
        .await;
    service.keeps("base", json!({ "self": "a", "owner": { "name": "b" }, "Self": { "self": "c" } })).await;
    service.keeps("person", json!({ "name": "a", "house": { "next": null } })).await;
    service.keeps("person", json!({ "name": "a", "house": { "next": { "name": "b", "maybe": null } } })).await;
    service.keeps("maybe", json!({ "maybe": { "maybe": null } })).await;
    service.keeps("maybe", Value::Null).await;
}

#[tokio::test]
async fn names_of_rust_are_names_like_any_other() {
    let service = Service::start();
    service.keeps("nothing", json!({})).await;
    let names = json!({
        "option": { "value": "a" }, "vec": ["Vec", "vec"], "box": { "box": { "box": {} } }, "result": "b",
        "123": { "__in": 1, "property": "c", "check": true }, "_": "__", "__": [[]], "ok": [[], []], "stringOk": "a", "string_ok": "b",
    });
    service.keeps("names", names).await;
    service.keeps("rest", json!({ "extra": "a", "b": 1, "c": 2 })).await;
    service.rejects("rest", json!({ "extra": "a", "b": "c" })).await;
}

#[tokio::test]
async fn absent_properties_have_their_defaults() {
    let service = Service::start();
    let (status, returned) = service.post("/echo", &json!({ "defaults": {} })).await;
    let defaults = json!({
        "text": "\u{301} \"quoted\"", "list": [1.0, 2.5], "order": "ASC", "key": "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
        "cat": { "kind": "cat" }, "none": null,
    });
    assert_eq!((status, &returned["defaults"]), (200, &defaults), "{returned}");
    service.keeps("defaults", json!({
        "text": "", "list": [], "order": "asc", "key": "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5e", "cat": { "kind": "a", "lives": 2 },
        "none": 3,
    })).await;
}

#[tokio::test]
async fn patterns_of_similar_names_are_distinct() {
    let service = Service::start();
    let valid = json!({ "a/b": "x", "a_b": "y", "a.b": "y" });
    assert_eq!(service.post("/alike", &valid).await, (200, valid.clone()));
    assert_eq!(service.post("/alike", &json!({ "a/b": "y" })).await.0, 400);
    assert_eq!(service.post("/alike", &json!({ "a_b": "x" })).await.0, 400);
}

#[tokio::test]
async fn objects_of_one_direction_are_empty_in_the_other() {
    let service = Service::start();
    let sent = json!({ "read": {}, "written": { "a": "secret" }, "nothing": {} });
    let returned = json!({ "read": {}, "written": {}, "nothing": {} });
    assert_eq!(service.post("/alike", &sent).await, (200, returned));
    assert_eq!(service.post("/alike", &json!({ "read": { "a": "known" } })).await.0, 400);
}
