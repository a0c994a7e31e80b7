//! `GET /people`: entity tags and conditional requests.

use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(a_cached_page_is_a_304, different_pages_have_different_entity_tags);

async fn get_with_tag(app: &TestApp, method: Method, path: &str, tag: &str) -> Response {
    app.send(app.request(method, path).header("if-none-match", tag)).await
}

async fn a_cached_page_is_a_304(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.create(&person()).await;
    let first = app.get("/people").await;
    let tag = first.header("etag");
    for known in [tag, "*", &format!("\"other\", W/{tag}")] {
        for method in [Method::GET, Method::HEAD] {
            let response = get_with_tag(&app, method, "/people", known).await;
            assert_eq!((response.status, response.header("etag"), response.text()), (304, tag, ""), "{known}");
            assert!(!response.headers.contains_key("content-type"));
        }
    }
    assert_eq!(get_with_tag(&app, Method::GET, "/people", "\"other\"").await.json(200), first.json(200));
}

async fn different_pages_have_different_entity_tags(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut seen = Vec::new();
    let mut see = async |path: &str, accept: &str| {
        let response = app.send(app.request(Method::GET, path).header("accept", accept)).await;
        assert_eq!(response.status, 200, "{path}");
        let tag = response.header("etag").to_owned();
        assert!(!seen.contains(&tag), "{path} {accept}");
        seen.push(tag);
    };
    see("/people", "*/*").await;
    let location = app.create(&person()).await;
    see("/people", "*/*").await;
    see("/people", "application/x-ndjson").await;
    see("/people?fields=name", "*/*").await;
    see("/people?count=true", "*/*").await;
    app.put(&location, &json!({ "age": 23 })).await.json(200);
    see("/people", "*/*").await;
    app.create(&person()).await;
    see("/people?limit=1", "*/*").await;
    app.delete(&location).await;
    see("/people?limit=1", "*/*").await;
}
