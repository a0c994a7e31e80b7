//! `GET /people`: pages that the client has already.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Backend, TestApp, person};

on_both_databases!(a_page_that_the_client_has_is_not_sent_again, a_page_has_another_tag_when_it_is_another);

async fn ask(app: &TestApp, method: Method, path: &str, tag: &str) -> Answer {
    app.send(app.request(method, path).header("if-none-match", tag)).await
}

async fn a_page_that_the_client_has_is_not_sent_again(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.register(&person()).await;
    let first = app.get("/people").await;
    let tag = first.header("etag");
    for known in [tag, "*", &format!("\"other\", W/{tag}")] {
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(&app, method, "/people", known).await;
            assert_eq!((answer.status, answer.header("etag"), answer.text()), (304, tag, ""), "{known}");
            assert!(!answer.headers.contains_key("content-type"));
        }
    }
    assert_eq!(ask(&app, Method::GET, "/people", "\"other\"").await.json(200), first.json(200));
}

async fn a_page_has_another_tag_when_it_is_another(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut seen = Vec::new();
    let mut see = async |path: &str, accept: &str| {
        let answer = app.send(app.request(Method::GET, path).header("accept", accept)).await;
        assert_eq!(answer.status, 200, "{path}");
        let tag = answer.header("etag").to_owned();
        assert!(!seen.contains(&tag), "{path} {accept}");
        seen.push(tag);
    };
    see("/people", "*/*").await;
    let location = app.register(&person()).await;
    see("/people", "*/*").await;
    see("/people", "application/x-ndjson").await;
    see("/people?fields=name", "*/*").await;
    see("/people?count=true", "*/*").await;
    app.put(&location, &json!({ "age": 23 })).await.json(200);
    see("/people", "*/*").await;
    app.register(&person()).await;
    see("/people?limit=1", "*/*").await;
    app.delete(&location).await;
    see("/people?limit=1", "*/*").await;
}
