//! `oneOf` and `anyOf`.

use dropspec_e2e::shapes::types::{Anything, Everything, Pet, Shape};
use serde_json::json;

use super::support::Service;

#[tokio::test]
async fn alternatives_are_selected_by_a_discriminator() {
    let service = Service::start();
    service.keeps("pet", json!({ "kind": "cat", "lives": 9 })).await;
    service.keeps("pet", json!({ "kind": "kitten" })).await;
    service.keeps("pet", json!({ "kind": "hound", "friend": { "kind": "Dog", "friend": { "kind": "Cat" } } })).await;
    service.rejects("pet", json!({ "kind": "bird" })).await;
    service.rejects("pet", json!({})).await;
    let pet: Everything = serde_json::from_value(json!({ "pet": { "kind": "hound" } })).unwrap();
    assert!(matches!(pet.pet, Some(Pet::Dog(_))), "{pet:?}");
}

#[tokio::test]
async fn alternatives_without_a_discriminator_are_tried() {
    let service = Service::start();
    service.keeps("shape", json!({ "radius": 1.5 })).await;
    service.keeps("shape", json!({ "radius": 1.5, "hole": 0.5 })).await;
    service.keeps("shape", json!({ "parts": [{ "radius": 1.5 }, { "parts": [] }] })).await;
    service.rejects("shape", json!({ "hole": 1.5 })).await;
    let shape: Shape = serde_json::from_value(json!({ "radius": 1, "hole": 2 })).unwrap();
    assert!(matches!(shape, Shape::ShapeOption2(_)), "{shape:?}");
}

#[tokio::test]
async fn values_of_several_types_are_kept() {
    let service = Service::start();
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    for value in [json!(true), json!(9_007_199_254_740_993_i64), json!(0.1), json!(key), json!("a"), json!([1, ["b"]])]
    {
        service.keeps("anything", value).await;
    }
    service.keeps("anything", json!(null)).await;
    service.rejects("anything", json!({})).await;
    let number: Anything = serde_json::from_value(json!(7)).unwrap();
    assert!(matches!(number, Anything::Integer(7)), "{number:?}");
}

#[tokio::test]
async fn alternatives_that_only_require_properties_have_one_type() {
    let service = Service::start();
    service.keeps("choice", json!({ "a": "x" })).await;
    service.rejects("choice", json!({ "a": "x", "b": "y" })).await;
    let choice: Everything = serde_json::from_value(json!({ "choice": { "b": "y" } })).unwrap();
    assert_eq!(choice.choice.and_then(|choice| choice.b).as_deref(), Some("y"));
}

#[tokio::test]
async fn alternatives_without_a_name_are_kept() {
    let service = Service::start();
    for (order, body) in [("asc", json!("abc")), ("ASC", json!([1, 2])), ("-asc", json!([]))] {
        let (status, returned) = service.post(&format!("/inline/{order}"), &body).await;
        assert_eq!((status, returned), (200, json!({ "body": body, "order": order })));
    }
    assert_eq!(service.post("/inline/asc", &json!("abcd")).await.0, 400);
    assert_eq!(service.post("/inline/Asc", &json!("abc")).await.0, 400);
}
