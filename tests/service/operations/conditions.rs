//! Conditional requests: nothing is sent in vain, and no change is lost.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Backend, TestApp, person};

on_both_databases!(
    what_the_client_has_is_not_sent_again,
    a_change_of_what_was_seen_is_made,
    a_change_of_what_somebody_else_has_changed_is_refused,
    somebody_who_is_gone_is_not_found,
    a_malformed_tag_is_refused,
    of_many_that_have_seen_the_same_one_wins,
);

const NOBODY: &str = "/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn with(app: &TestApp, method: Method, path: &str, header: (&str, &str)) -> Answer {
    let request = app.request(method.clone(), path).header(header.0, header.1);
    let request = match method {
        Method::PUT => request.json(&json!({ "age": 23 })),
        Method::PATCH => request.header("content-type", "application/merge-patch+json").body("{\"age\":23}"),
        _ => request,
    };
    app.send(request).await
}

async fn what_the_client_has_is_not_sent_again(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    for tags in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
        for method in [Method::GET, Method::HEAD] {
            let answer = with(&app, method, &location, ("if-none-match", tags)).await;
            assert_eq!((answer.status, answer.text()), (304, ""), "{tags}");
            assert_eq!(answer.header("etag"), "\"1\"");
        }
    }
    app.put(&location, &json!({ "age": 23 })).await.json(200);
    let answer = with(&app, Method::GET, &location, ("if-none-match", "\"1\"")).await;
    assert_eq!((answer.json(200)["age"].clone(), answer.header("etag")), (json!(23), "\"2\""));
}

async fn a_change_of_what_was_seen_is_made(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    for (method, tags, version) in [
        (Method::PUT, ", \"a,b\" ,, \"1\",", "\"2\""),
        (Method::PATCH, "\"2\", \"9\"", "\"3\""),
        (Method::PUT, "*", "\"4\""),
    ] {
        let answer = with(&app, method, &location, ("if-match", tags)).await;
        answer.json(200);
        assert_eq!(answer.header("etag"), version);
    }
    assert_eq!(with(&app, Method::DELETE, &location, ("if-match", "\"4\"")).await.status, 204);
    app.get(&location).await.problem(404);
}

async fn a_change_of_what_somebody_else_has_changed_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    app.put(&location, &json!({ "age": 40 })).await.json(200);
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        for tags in ["\"1\"", "W/\"2\"", "\"1\", \"3\"", "\"\""] {
            let answer = with(&app, method.clone(), &location, ("if-match", tags)).await;
            let detail = "the ETag of the person is \"2\" now, which is none that If-Match names";
            assert_eq!(answer.problem(412)["detail"], detail, "{method} {tags}");
            assert_eq!(answer.header("etag"), "\"2\"");
        }
    }
    assert_eq!(app.get(&location).await.json(200)["age"], 40);
}

async fn somebody_who_is_gone_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        for tags in ["*", "\"1\"", "\"1\", \"2\""] {
            with(&app, method.clone(), NOBODY, ("if-match", tags)).await.problem(404);
        }
    }
    with(&app, Method::GET, NOBODY, ("if-none-match", "*")).await.problem(404);
}

async fn a_malformed_tag_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for tags in ["1", "\"1", "'1'", "\"1\" \"2\""] {
        let violations = with(&app, Method::PUT, NOBODY, ("if-match", tags)).await.violations();
        assert_eq!(violations[0]["parameter"], "If-Match", "{tags}");
        let violations = with(&app, Method::GET, NOBODY, ("if-none-match", tags)).await.violations();
        assert_eq!(violations[0]["parameter"], "If-None-Match", "{tags}");
    }
    // Empty elements of a list are allowed, and yet it is not empty.
    for tags in ["", ", ,"] {
        assert_eq!(with(&app, Method::PUT, NOBODY, ("if-match", tags)).await.violations().len(), 1);
    }
}

async fn of_many_that_have_seen_the_same_one_wins(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
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
