//! The responses, by their examples or generated.

use dropspec::document::Document as _;
use dropspec_e2e::studio::Document;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Studio;

const SONG: &str = "/songs/7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";

#[tokio::test]
async fn the_lowest_success_is_returned() {
    let studio = Studio::start();
    let token = [("authorization", "Bearer any")];
    let recorded = studio.send(Method::POST, "/songs", &token, r#"{"title":"Blue"}"#).await;
    assert_eq!(recorded.status, 201);
    let song: Value = serde_json::from_str(&recorded.body).unwrap();
    let expected = json!({
        "id": "00000000-0000-4000-8000-000000000001", "title": "string", "length": 0.7, "genre": "jazz", "covers": []
    });
    assert_eq!(song, expected);
}

#[tokio::test]
async fn a_response_without_a_body_needs_no_example() {
    let studio = Studio::start();
    let erased = studio.send(Method::DELETE, SONG, &[], "").await;
    assert_eq!((erased.status, erased.body.as_str(), erased.header("content-type")), (204, "", ""));
    let elsewhere = studio.send(Method::GET, "/studio", &[], "").await;
    assert_eq!((elsewhere.status, elsewhere.header("location")), (307, "/songs"));
}

#[tokio::test]
async fn the_media_type_is_negotiated() {
    let studio = Studio::start();
    let (_, first) = studio.get(SONG, &[]).await;
    assert_eq!(serde_json::from_str::<Value>(&first).unwrap()["title"], "One");
    assert_eq!(studio.get(SONG, &[("accept", "text/plain")]).await, (200, "a a a a a".to_owned()));
    assert_eq!(studio.get(SONG, &[("accept", "audio/*")]).await, (200, "string".to_owned()));
    assert_eq!(studio.get(SONG, &[("accept", "image/png")]).await.0, 406);
}

#[tokio::test]
async fn a_declared_response_can_be_preferred() {
    let studio = Studio::start();
    let missing = studio.send(Method::GET, SONG, &[("prefer", "code=404")], "").await;
    assert_eq!((missing.status, missing.body.as_str()), (404, r#"{"title":"Refused"}"#));
    assert_eq!(missing.header("content-type"), "application/problem+json");
    assert_eq!(missing.header("preference-applied"), "code=404");
    // A class, and `default`.
    assert_eq!(studio.send(Method::DELETE, SONG, &[("prefer", "code=409")], "").await.status, 409);
    let full = [("authorization", "Bearer any"), ("prefer", "code=507")];
    assert_eq!(studio.send(Method::POST, "/songs", &full, r#"{"title":"Blue"}"#).await.status, 507);
    let later = [("authorization", "Bearer any"), ("prefer", "code=202")];
    assert_eq!(studio.send(Method::POST, "/songs", &later, r#"{"title":"Blue"}"#).await.status, 202);
    let (_, second) = studio.get(SONG, &[("prefer", "example=second")]).await;
    assert_eq!(serde_json::from_str::<Value>(&second).unwrap()["title"], "Two");
    // Not declared, and an example that violates its schema.
    assert_eq!(studio.get(SONG, &[("prefer", "code=500")]).await.0, 200);
    let (_, first) = studio.get(SONG, &[("prefer", "example=bad")]).await;
    assert_eq!(serde_json::from_str::<Value>(&first).unwrap()["title"], "One");
    // A preference does not go before validation.
    assert_eq!(studio.get("/songs/none", &[("prefer", "code=404")]).await.0, 400);
}

#[test]
fn each_document_of_a_crate_is_its_own() {
    assert_eq!(Document::YAML, include_str!("../../documents/studio.yaml"));
    let json: Value = serde_json::from_str(Document::JSON).unwrap();
    assert_eq!(json["info"]["title"], "Studio");
}
