//! HEAD, OPTIONS, unsupported methods and unknown paths.

use reqwest::Method;
use reqwest::header::{DATE, HeaderMap};

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    head_returns_the_headers_of_get_without_a_body,
    options_returns_the_allowed_methods,
    another_method_is_not_allowed,
    an_unknown_path_is_not_found,
);

/// Each path with its `Allow` header and unsupported methods.
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

async fn head_returns_the_headers_of_get_without_a_body(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let unknown = location.replace(['1', '2', '3'], "4");
    let paths = ["/people", &location, &unknown, "/people/nonsense", "/people?limit=0", "/nowhere"];
    for path in paths.into_iter().chain(PATHS.iter().skip(2).map(|(path, ..)| *path)) {
        let get = app.get(path).await;
        let head = app.send(app.request(Method::HEAD, path)).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(stable_headers(&head), stable_headers(&get), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

/// Returns the headers that do not differ between requests.
fn stable_headers(response: &Response) -> HeaderMap {
    let mut headers = response.headers.clone();
    headers.remove(DATE);
    headers.remove("x-request-id");
    headers
}

async fn options_returns_the_allowed_methods(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (path, allow, _) in PATHS {
        let response = app.send(app.request(Method::OPTIONS, path)).await;
        assert_eq!((response.status, response.text()), (204, ""), "{path}");
        assert_eq!(response.header("allow"), allow, "{path}");
    }
}

async fn another_method_is_not_allowed(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (path, allow, methods) in PATHS {
        for method in methods {
            let response = app.send(app.request(method.clone(), path)).await;
            let problem = response.problem(405);
            assert_eq!(problem["detail"], format!("method {method} not allowed (allowed: {allow})"), "{path}");
            assert_eq!(response.header("allow"), allow, "{method} {path}");
        }
    }
}

async fn an_unknown_path_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let paths = ["/", "/peopl", "/people/", "/People", "/people/a/b", "/people//", "//people", "/health", "/openapi"];
    for path in paths {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let problem = app.send(app.request(method, path)).await.problem(404);
            assert_eq!(problem["detail"], format!("no such path: {path}"));
        }
    }
}
