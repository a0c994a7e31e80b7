//! A table with dates, timestamps, JSON and nullable properties.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Fleet};

on_both_databases!(
    returns_voyages_as_they_were_created,
    returns_null_for_omitted_nullable_properties,
    clears_properties_by_null_and_keeps_omitted_ones,
    returns_maps_in_one_order,
);

async fn returns_maps_in_one_order(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let names = ["wool", "tea", "mail", "gold", "rum", "ice", "corn", "silk", "salt", "coal"];
    let cargo: Value = names.iter().zip(1..).map(|(name, tons)| ((*name).to_owned(), json!(tons))).collect();
    let created = create(fleet, json!({ "departs": "1912-04-10", "ports": [], "cargo": cargo })).await;
    let location = format!("/voyages/{}", created["id"].as_str().unwrap());
    // One tag stands for one representation (RFC 9110, section 8.8.1).
    for _ in 0..5 {
        assert_eq!(fleet.get(&location).await.to_string(), created.to_string());
    }
}

async fn create(fleet: &Fleet, voyage: Value) -> Value {
    let (status, stored, _) = fleet.call(Method::POST, "/voyages", Some(voyage)).await;
    assert_eq!(status, 201, "{stored}");
    let key = stored["id"].as_str().unwrap();
    assert_eq!(fleet.get(&format!("/voyages/{key}")).await, stored);
    stored
}

async fn returns_voyages_as_they_were_created(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(
        fleet,
        json!({
            "departs": "1912-04-10", "arrives": "1912-04-17T08:30:00.1234567-05:00", "ports": ["Southampton", "Cherbourg"],
            "cargo": { "mail": 3423 }, "note": "maiden", "pilot": "Bowyer", "address": "192.0.2.1", "dues": "1250.50"
        }),
    )
    .await;
    assert_eq!(stored["departs"], "1912-04-10");
    // The same timestamp, in UTC with microsecond precision.
    assert_eq!(stored["arrives"], "1912-04-17T13:30:00.123456Z");
    // The same number, in its canonical form.
    assert_eq!(stored["dues"], "1250.5");
    assert_eq!(stored["ports"], json!(["Southampton", "Cherbourg"]));
    assert_eq!(stored["cargo"], json!({ "mail": 3423 }));
    assert_eq!((&stored["note"], &stored["address"]), (&json!("maiden"), &json!("192.0.2.1")));
}

async fn returns_null_for_omitted_nullable_properties(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(fleet, json!({ "departs": "1912-04-10", "ports": [] })).await;
    let voyage = stored.as_object().unwrap();
    assert_eq!((&stored["note"], &stored["pilot"]), (&Value::Null, &Value::Null));
    assert!(voyage.contains_key("note") && voyage.contains_key("pilot"));
    assert!(!voyage.contains_key("arrives") && !voyage.contains_key("cargo") && !voyage.contains_key("address"));
}

async fn clears_properties_by_null_and_keeps_omitted_ones(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let stored = create(fleet, json!({ "departs": "1912-04-10", "ports": [], "pilot": "Bowyer" })).await;
    let path = format!("/voyages/{}", stored["id"].as_str().unwrap());
    let changed = fleet.put(&path, json!({ "ports": ["Queenstown"] })).await;
    assert_eq!((&changed["pilot"], &changed["ports"]), (&json!("Bowyer"), &json!(["Queenstown"])));
    assert_eq!(fleet.put(&path, json!({ "pilot": null })).await["pilot"], Value::Null);
}
