//! `If-Match` and `If-None-Match`.

use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    a_matching_if_none_match_is_a_304,
    a_matching_if_match_updates_the_person,
    a_stale_if_match_is_rejected,
    a_deleted_person_is_not_found,
    a_malformed_entity_tag_is_rejected,
    an_empty_list_has_no_entity_tag,
    headers_that_the_document_does_not_declare_are_preconditions,
    only_one_of_many_concurrent_conditional_updates_succeeds,
);

const MISSING: &str = "/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn with(app: &TestApp, method: Method, path: &str, header: (&str, &str)) -> Response {
    let request = app.request(method.clone(), path).header(header.0, header.1);
    let request = match method {
        Method::PUT => request.json(&json!({ "age": 23 })),
        Method::PATCH => request.header("content-type", "application/merge-patch+json").body("{\"age\":23}"),
        _ => request,
    };
    app.send(request).await
}

async fn a_matching_if_none_match_is_a_304(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for tags in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
        for method in [Method::GET, Method::HEAD] {
            let response = with(&app, method, &location, ("if-none-match", tags)).await;
            assert_eq!((response.status, response.text()), (304, ""), "{tags}");
            assert_eq!(response.header("etag"), "\"1\"");
        }
    }
    app.put(&location, &json!({ "age": 23 })).await.json(200);
    let response = with(&app, Method::GET, &location, ("if-none-match", "\"1\"")).await;
    assert_eq!((response.json(200)["age"].clone(), response.header("etag")), (json!(23), "\"2\""));
}

async fn a_matching_if_match_updates_the_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for (method, tags, version) in [
        (Method::PUT, ", \"a,b\" ,, \"1\",", "\"2\""),
        (Method::PATCH, "\"2\", \"9\"", "\"3\""),
        (Method::PUT, "*", "\"4\""),
    ] {
        let response = with(&app, method, &location, ("if-match", tags)).await;
        response.json(200);
        assert_eq!(response.header("etag"), version);
    }
    assert_eq!(with(&app, Method::DELETE, &location, ("if-match", "\"4\"")).await.status, 204);
    app.get(&location).await.problem(404);
}

async fn a_stale_if_match_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    app.put(&location, &json!({ "age": 40 })).await.json(200);
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        for tags in ["\"1\"", "W/\"2\"", "\"1\", \"3\"", "\"\""] {
            let response = with(&app, method.clone(), &location, ("if-match", tags)).await;
            let detail = "If-Match failed: the current ETag is \"2\"";
            assert_eq!(response.problem(412)["detail"], detail, "{method} {tags}");
            assert_eq!(response.header("etag"), "\"2\"");
        }
    }
    assert_eq!(app.get(&location).await.json(200)["age"], 40);
}

async fn a_deleted_person_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        for tags in ["*", "\"1\"", "\"1\", \"2\""] {
            with(&app, method.clone(), MISSING, ("if-match", tags)).await.problem(404);
        }
    }
    with(&app, Method::GET, MISSING, ("if-none-match", "*")).await.problem(404);
}

async fn a_malformed_entity_tag_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for tags in ["1", "\"1", "'1'", "\"1\" \"2\""] {
        let violations = with(&app, Method::PUT, MISSING, ("if-match", tags)).await.violations();
        assert_eq!(violations[0]["parameter"], "If-Match", "{tags}");
        assert!(violations[0]["detail"].as_str().unwrap().contains("in double quotes"), "{violations:?}");
        let violations = with(&app, Method::GET, MISSING, ("if-none-match", tags)).await.violations();
        assert_eq!(violations[0]["parameter"], "If-None-Match", "{tags}");
        assert!(violations[0]["detail"].as_str().unwrap().contains("in double quotes"), "{violations:?}");
    }
}

async fn an_empty_list_has_no_entity_tag(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for tags in ["", ", ,"] {
        with(&app, Method::PUT, &location, ("if-match", tags)).await.problem(412);
        with(&app, Method::GET, &location, ("if-none-match", tags)).await.json(200);
    }
}

async fn headers_that_the_document_does_not_declare_are_preconditions(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let response = with(&app, Method::GET, &location, ("if-match", "\"2\"")).await;
    assert_eq!(
        (response.problem(412)["detail"].as_str(), response.header("etag")),
        (Some("If-Match failed: the current ETag is \"1\""), "\"1\"")
    );
    with(&app, Method::GET, &location, ("if-match", "\"1\"")).await.json(200);
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        with(&app, method, &location, ("if-none-match", "\"1\"")).await.problem(412);
    }
}

async fn only_one_of_many_concurrent_conditional_updates_succeeds(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let requests = (0..20).map(|age| {
        let request = app.request(Method::PUT, &location).header("if-match", "\"1\"").json(&json!({ "age": age }));
        tokio::spawn(request.send())
    });
    let mut statuses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        statuses.push(request.await.unwrap().unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1], statuses[19]), (200, 412, 412));
    assert_eq!(app.get(&location).await.header("etag"), "\"2\"");
}
