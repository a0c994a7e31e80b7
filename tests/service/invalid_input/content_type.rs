//! Media types of the body.

use reqwest::Method;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    json_media_types_are_case_insensitive_and_may_have_parameters,
    an_unsupported_media_type_is_rejected,
    a_missing_media_type_is_rejected,
    json_that_is_sent_as_a_form_is_rejected
);

async fn post(app: &TestApp, content_type: &str) -> Response {
    let request = app.request(Method::POST, "/people").header("content-type", content_type);
    app.send(request.body(person().to_string())).await
}

async fn json_media_types_are_case_insensitive_and_may_have_parameters(backend: Backend) {
    let app = TestApp::start(backend).await;
    for content_type in ["application/json; charset=utf-8", "Application/JSON", "application/json ;x=\"y\""] {
        post(&app, content_type).await.json(201);
    }
}

/// The media types of a new person.
const BODIES: &str = "application/json or application/x-www-form-urlencoded";

async fn an_unsupported_media_type_is_rejected(backend: Backend) {
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
    let location = app.create(&person()).await;
    let request = app.request(Method::PUT, &location).header("content-type", "text/plain").body("{}");
    app.send(request).await.problem(415);
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn a_missing_media_type_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let request = app.request(Method::POST, "/people").body(person().to_string());
    let problem = app.send(request).await.problem(415);
    assert_eq!(problem["detail"], format!("the body must be {BODIES}, and has no content type"));
    let problem = app.send(app.request(Method::POST, "/people")).await.problem(415);
    assert_eq!(problem["detail"], format!("the body must be {BODIES}, and has no content type"));
}

/// As `curl -d '{…}'` sends it.
async fn json_that_is_sent_as_a_form_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let form = "application/x-www-form-urlencoded";
    for body in [person().to_string(), " \n{\"name\": ".to_owned(), "[]".to_owned()] {
        let request = app.request(Method::POST, "/people").header("content-type", form).body(body);
        let problem = app.send(request).await.problem(415);
        let detail = format!("the body is JSON, but Content-Type is {form}; send Content-Type: application/json");
        assert_eq!(problem["detail"], detail);
    }
    // Here JSON is no alternative.
    let location = app.create(&person()).await;
    let request = app.request(Method::POST, &location).header("content-type", form).body("{}");
    app.send(request).await.problem(400);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
}
