//! One problem of each kind.

use dropspec::{Route, ServiceConfig};
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, Response, TestApp, person, person_with, person_without};

const MISSING: &str = "/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

/// Formats a problem as YAML, for readability, with its properties in order.
fn shown(response: &Response, status: u16) -> String {
    response.problem(status);
    let mut problem: serde_norway::Value = serde_norway::from_str(response.text()).unwrap();
    problem["request_id"] = "[another one each time]".into();
    serde_norway::to_string(&problem).unwrap()
}

async fn start() -> TestApp {
    TestApp::start(Backend::Sqlite).await
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_request() {
    let mut person = person_without("age");
    person["name"] = json!(1);
    person["sex"] = json!("20");
    person["colour"] = json!("blue");
    let response = start().await.post("/people?dry_run=true", &person).await;
    assert_snapshot!(shown(&response, 400), @r"
    type: about:blank
    title: Bad Request
    status: 400
    detail: unknown query parameter - 'dry_run'
    instance: /people
    request_id: '[another one each time]'
    errors:
    - parameter: dry_run
      detail: unknown query parameter - 'dry_run'
    - pointer: /age
      detail: '''age'' is a required property'
    - pointer: /name
      detail: 1 is not of type 'string' - 'name'
    - pointer: /sex
      detail: '''20'' is not one of [''male'', ''female'', ''other''] - ''sex'''
    - pointer: /colour
      detail: Additional properties are not allowed ('colour' was unexpected)
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_found() {
    let response = start().await.get(MISSING).await;
    assert_snapshot!(shown(&response, 404), @r"
    type: about:blank
    title: Not Found
    status: 404
    detail: there is no person 01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f
    instance: /people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn method_not_allowed() {
    let app = start().await;
    let response = app.send(app.request(Method::PATCH, "/people")).await;
    assert_snapshot!(shown(&response, 405), @r"
    type: about:blank
    title: Method Not Allowed
    status: 405
    detail: 'method PATCH not allowed (allowed: GET, HEAD, OPTIONS, POST)'
    instance: /people
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_acceptable() {
    let app = start().await;
    let response = app.send(app.request(Method::GET, "/people").header("accept", "image/png")).await;
    assert_snapshot!(shown(&response, 406), @r"
    type: about:blank
    title: Not Acceptable
    status: 406
    detail: 'available media types: application/json or application/x-ndjson or text/csv or text/html; the Accept header allows none of them'
    instance: /people
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn conflict() {
    let app = start().await;
    let person = person_with("uuid", MISSING.trim_start_matches("/people/"));
    app.create(&person).await;
    let response = app.post("/people", &person).await;
    assert_snapshot!(shown(&response, 409), @r"
    type: about:blank
    title: Conflict
    status: 409
    detail: the uuid 01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f is taken
    instance: /people
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn payload_too_large() {
    let app = start().await;
    let headers = [("content-type", "application/json"), ("content-length", "1048577")];
    let response = app.raw_connection().request(&Method::POST, "/people", &headers, b"");
    assert_snapshot!(shown(&response, 413), @r"
    type: about:blank
    title: Payload Too Large
    status: 413
    detail: the body is larger than 1048576 bytes
    instance: /people
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsupported_media_type() {
    let app = start().await;
    let request = app.request(Method::POST, "/people").header("content-type", "text/csv");
    let response = app.send(request.body(person().to_string())).await;
    assert_snapshot!(shown(&response, 415), @r"
    type: about:blank
    title: Unsupported Media Type
    status: 415
    detail: the body must be application/json or application/x-www-form-urlencoded, not text/csv
    instance: /people
    request_id: '[another one each time]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn internal_server_error() {
    let route = Route {
        operation: "fails",
        method: Method::GET,
        path: "/fails",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |(), _| Box::pin(async { panic!("with a secret") }),
    };
    let response = TestApp::serve((), vec![route], ServiceConfig::default()).get("/fails").await;
    assert_snapshot!(shown(&response, 500), @r"
    type: about:blank
    title: Internal Server Error
    status: 500
    instance: /fails
    request_id: '[another one each time]'
    ");
}
