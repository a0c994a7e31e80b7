//! `Accept` headers.

use reqwest::Method;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    json_is_negotiated_from_equivalent_accept_headers,
    an_unacceptable_media_type_is_a_406,
    an_unacceptable_request_changes_nothing,
    problems_ignore_the_accept_header,
);

const DETAIL: &str = "available media types: application/json; the Accept header allows none of them";

async fn get(app: &TestApp, path: &str, accept: &str) -> Response {
    app.send(app.request(Method::GET, path).header("accept", accept)).await
}

async fn json_is_negotiated_from_equivalent_accept_headers(backend: Backend) {
    let app = TestApp::start(backend).await;
    for accept in [
        "*/*",
        "application/*",
        "APPLICATION/JSON",
        "text/html;q=0.1, application/json",
        "image/webp,application/xml;q=0.9,*/*;q=0.8",
        "application/json; charset=utf-8",
        "",
    ] {
        get(&app, "/people", accept).await.json(200);
    }
}

async fn an_unacceptable_media_type_is_a_406(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for accept in ["text/plain", "application/xml, image/*;q=0.5", "application/json;q=0", "*/*;q=0"] {
        let problem = get(&app, &location, accept).await.problem(406);
        let detail = "available media types: application/json or text/html; the Accept header allows none of them";
        assert_eq!(problem["detail"], detail, "{accept}");
    }
    let problem = get(&app, "/people", "application/xml, image/*;q=0.5").await.problem(406);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.starts_with("available media types: application/json or application/x-ndjson"), "{detail}");
}

async fn an_unacceptable_request_changes_nothing(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for (method, path, body) in
        [(Method::POST, "/people", person().to_string()), (Method::PUT, &location, "{}".to_owned())]
    {
        let request = app.request(method, path).header("accept", "text/html");
        let request = request.header("content-type", "application/json").body(body);
        assert_eq!(app.send(request).await.problem(406)["detail"], DETAIL);
    }
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn problems_ignore_the_accept_header(backend: Backend) {
    let app = TestApp::start(backend).await;
    get(&app, "/nowhere", "text/html").await.problem(404);
    get(&app, "/people/nonsense", "application/json").await.problem(400);
    let request = app.request(Method::PATCH, "/people").header("accept", "image/png");
    app.send(request).await.problem(405);
}
