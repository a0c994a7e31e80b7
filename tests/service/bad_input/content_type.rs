//! Bodies of another media type.

use reqwest::Method;

use crate::support::{Answer, Backend, TestApp, person};

on_both_databases!(json_may_be_said_in_other_ways, another_media_type_is_refused, no_media_type_is_refused);

async fn post(app: &TestApp, content_type: &str) -> Answer {
    let request = app.request(Method::POST, "/people").header("content-type", content_type);
    app.send(request.body(person().to_string())).await
}

async fn json_may_be_said_in_other_ways(backend: Backend) {
    let app = TestApp::start(backend).await;
    for content_type in ["application/json; charset=utf-8", "Application/JSON", "application/json ;x=\"y\""] {
        post(&app, content_type).await.json(201);
    }
}

/// What a new person can be written as.
const BODIES: &str = "application/json or application/x-www-form-urlencoded";

async fn another_media_type_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for content_type in [
        "text/plain",
        "application/jsonp",
        "application/merge-patch+json",
        "application/xml; application/json",
        "json",
        "*/*",
    ] {
        let problem = post(&app, content_type).await.problem(415);
        assert_eq!(problem["detail"], format!("the body must be {BODIES}, not {content_type}"));
    }
    let location = app.register(&person()).await;
    let request = app.request(Method::PUT, &location).header("content-type", "text/plain").body("{}");
    app.send(request).await.problem(415);
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn no_media_type_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let request = app.request(Method::POST, "/people").body(person().to_string());
    let problem = app.send(request).await.problem(415);
    assert_eq!(problem["detail"], format!("the body must be {BODIES}, and has no content type"));
    let problem = app.send(app.request(Method::POST, "/people")).await.problem(415);
    assert_eq!(problem["detail"], format!("the body must be {BODIES}, and has no content type"));
}
