//! Methods that no operation has.

use dropspec_server::Server;
use http::Method;

use crate::support::{Nothing, exchange, route, start};

async fn respond(server: &Server<Nothing>, method: &str, path: &str) -> String {
    let request = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    exchange(server.local_address(), &request).await
}

#[tokio::test]
async fn a_registered_method_gets_a_problem_with_one_allow_header() {
    let server = start(vec![route(Method::GET, "/a"), route(Method::PUT, "/a")]).unwrap();
    for method in ["PROPFIND", "MKCOL", "VERSION-CONTROL", "QUERY", "PURGE", "CONNECT", "TRACE", "POST", "get"] {
        let response = respond(&server, method, "/a").await;
        assert!(response.starts_with("HTTP/1.1 405 "), "{response}");
        assert!(response.contains("\r\ncontent-type: application/problem+json\r\n"), "{response}");
        let allowed: Vec<&str> = response.lines().filter(|line| line.starts_with("allow: ")).collect();
        assert_eq!(allowed, ["allow: GET, HEAD, OPTIONS, PUT"], "{response}");
        assert!(response.contains(&format!("method {method} not allowed")), "{response}");
        assert!(respond(&server, method, "/b").await.starts_with("HTTP/1.1 404 "));
    }
}

#[tokio::test]
async fn an_unknown_method_is_not_implemented() {
    let server = start(vec![route(Method::GET, "/a")]).unwrap();
    let response = respond(&server, "FROBNICATE", "/a").await;
    assert!(response.starts_with("HTTP/1.1 501 ") && response.contains("unknown method FROBNICATE"), "{response}");
    assert!(!response.contains("\r\nallow: "), "{response}");
}
