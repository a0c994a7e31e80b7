//! `Prefer`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    return_minimal_omits_the_body,
    return_representation_returns_the_person,
    unknown_preferences_are_ignored
);

async fn with(app: &TestApp, method: Method, path: &str, prefer: &str, body: &Value) -> Response {
    let patch = method == Method::PATCH;
    let request = app.request(method, path).header("prefer", prefer);
    let media_type = if patch { "application/merge-patch+json" } else { "application/json" };
    app.send(request.header("content-type", media_type).body(body.to_string())).await
}

async fn return_minimal_omits_the_body(backend: Backend) {
    let app = TestApp::start(backend).await;
    let created = with(&app, Method::POST, "/people", "return=minimal", &person()).await;
    assert_eq!((created.status, created.text()), (204, ""));
    assert_eq!((created.header("etag"), created.header("preference-applied")), ("\"1\"", "return=minimal"));
    let location = created.header("location");
    for (method, version) in [(Method::PUT, "\"2\""), (Method::PATCH, "\"3\"")] {
        let changed = with(&app, method, location, "respond-async, return=\"minimal\"", &json!({ "age": 23 })).await;
        assert_eq!((changed.status, changed.text()), (204, ""));
        assert_eq!((changed.header("etag"), changed.header("preference-applied")), (version, "return=minimal"));
    }
    assert_eq!(app.get(location).await.json(200)["age"], 23);
}

async fn return_representation_returns_the_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let created = with(&app, Method::POST, "/people", "return=representation", &person()).await;
    created.json(201);
    assert_eq!(created.header("preference-applied"), "return=representation");
    let location = created.header("location");
    let changed = with(&app, Method::PATCH, location, "return=representation", &json!({ "age": 23 })).await;
    assert_eq!(
        (changed.json(200)["age"].clone(), changed.header("preference-applied")),
        (json!(23), "return=representation")
    );
}

async fn unknown_preferences_are_ignored(backend: Backend) {
    let app = TestApp::start(backend).await;
    for prefer in ["return=nothing", "wait=10", "", "=,;", "handling=strict"] {
        let response = with(&app, Method::POST, "/people", prefer, &person()).await;
        response.json(201);
        assert!(!response.headers.contains_key("preference-applied"), "{prefer}");
    }
}
