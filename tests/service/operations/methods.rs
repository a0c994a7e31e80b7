//! HEAD, OPTIONS, and what a path does not have.

use reqwest::Method;
use reqwest::header::{DATE, HeaderMap};

use crate::support::{Answer, Backend, TestApp, person};

on_both_databases!(
    head_answers_what_get_does_without_the_body,
    options_answers_the_methods,
    another_method_is_not_allowed,
    another_path_is_not_found,
);

/// Each path with its one full `Allow`, and methods that it does not have.
const PATHS: [(&str, &str, &[Method]); 6] = [
    ("/people", "GET, HEAD, OPTIONS, POST", &[Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE]),
    ("/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", &[Method::TRACE]),
    ("/health/live", READ_ONLY, WRITING),
    ("/health/ready", READ_ONLY, WRITING),
    ("/openapi.yaml", READ_ONLY, WRITING),
    ("/openapi.json", READ_ONLY, WRITING),
];
const READ_ONLY: &str = "GET, HEAD, OPTIONS";
const WRITING: &[Method] = &[Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE];

async fn head_answers_what_get_does_without_the_body(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    let nobody = location.replace(['1', '2', '3'], "4");
    let paths = ["/people", &location, &nobody, "/people/nonsense", "/people?limit=0", "/nowhere"];
    for path in paths.into_iter().chain(PATHS.iter().skip(2).map(|(path, ..)| *path)) {
        let get = app.get(path).await;
        let head = app.send(app.request(Method::HEAD, path)).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(lasting_headers(&head), lasting_headers(&get), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

/// The headers without those that differ from one request to the next.
fn lasting_headers(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    headers.remove(DATE);
    headers.remove("x-request-id");
    headers
}

async fn options_answers_the_methods(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (path, allow, _) in PATHS {
        let answer = app.send(app.request(Method::OPTIONS, path)).await;
        assert_eq!((answer.status, answer.text()), (204, ""), "{path}");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
}

async fn another_method_is_not_allowed(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (path, allow, methods) in PATHS {
        for method in methods {
            let answer = app.send(app.request(method.clone(), path)).await;
            let problem = answer.problem(405);
            assert_eq!(problem["detail"], format!("{method} is not among {allow}"), "{path}");
            assert_eq!(answer.header("allow"), allow, "{method} {path}");
        }
    }
}

async fn another_path_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let paths = ["/", "/peopl", "/people/", "/People", "/people/a/b", "/people//", "//people", "/health", "/openapi"];
    for path in paths {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let problem = app.send(app.request(method, path)).await.problem(404);
            assert_eq!(problem["detail"], format!("there is nothing at {path}"));
        }
    }
}
