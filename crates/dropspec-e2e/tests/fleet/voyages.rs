//! A table with dates, moments, JSON and properties that may be null.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Fleet};

on_both_databases!(
    a_voyage_comes_back_as_it_was_stored,
    what_is_absent_is_null_where_it_may_be,
    null_clears_and_absence_keeps,
);

async fn create(fleet: &Fleet, voyage: Value) -> Value {
    let (status, stored, _) = fleet.call(Method::POST, "/voyages", Some(voyage)).await;
    assert_eq!(status, 201, "{stored}");
    let key = stored["id"].as_str().unwrap();
    assert_eq!(fleet.get(&format!("/voyages/{key}")).await, stored);
    stored
}

async fn a_voyage_comes_back_as_it_was_stored(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(
        fleet,
        json!({
            "departs": "1912-04-10", "arrives": "1912-04-17T08:30:00.1234567-05:00", "ports": ["Southampton", "Cherbourg"],
            "cargo": { "mail": 3423 }, "note": "maiden", "pilot": "Bowyer", "address": "192.0.2.1"
        }),
    )
    .await;
    assert_eq!(stored["departs"], "1912-04-10");
    // The same moment, in UTC and to the microsecond.
    assert_eq!(stored["arrives"], "1912-04-17T13:30:00.123456Z");
    assert_eq!(stored["ports"], json!(["Southampton", "Cherbourg"]));
    assert_eq!(stored["cargo"], json!({ "mail": 3423 }));
    assert_eq!((&stored["note"], &stored["address"]), (&json!("maiden"), &json!("192.0.2.1")));
}

async fn what_is_absent_is_null_where_it_may_be(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(fleet, json!({ "departs": "1912-04-10", "ports": [] })).await;
    let voyage = stored.as_object().unwrap();
    assert_eq!((&stored["note"], &stored["pilot"]), (&Value::Null, &Value::Null));
    assert!(voyage.contains_key("note") && voyage.contains_key("pilot"));
    assert!(!voyage.contains_key("arrives") && !voyage.contains_key("cargo") && !voyage.contains_key("address"));
}

async fn null_clears_and_absence_keeps(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(fleet, json!({ "departs": "1912-04-10", "ports": [], "pilot": "Bowyer" })).await;
    let path = format!("/voyages/{}", stored["id"].as_str().unwrap());
    let changed = fleet.put(&path, json!({ "ports": ["Queenstown"] })).await;
    assert_eq!((&changed["pilot"], &changed["ports"]), (&json!("Bowyer"), &json!(["Queenstown"])));
    assert_eq!(fleet.put(&path, json!({ "pilot": null })).await["pilot"], Value::Null);
}
