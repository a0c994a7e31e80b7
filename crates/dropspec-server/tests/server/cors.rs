//! Pages of other origins.

use dropspec_config::FromEnv;
use dropspec_http::{Response, Route};
use dropspec_server::{Cors, Server};
use http::{Method, StatusCode};

use crate::support::{Nothing, exchange, route, start_limited};

fn start(origins: Option<&str>) -> Server<Nothing> {
    let tagged = Route {
        handler: |_, _| {
            Box::pin(async {
                let response = Response::bytes(StatusCode::OK, "application/json", "{}");
                response.header("etag", "\"1\"")?.header("vary", "accept")
            })
        },
        ..route(Method::GET, "/a")
    };
    start_limited(Nothing, vec![tagged, route(Method::PUT, "/a")], |config| {
        if let Some(origins) = origins {
            config.cors = Cors::from_env(origins).unwrap();
        }
    })
}

async fn ask(server: &Server<Nothing>, method: &str, headers: &str) -> Vec<String> {
    let request = format!("{method} /a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
    let response = exchange(server.local_address(), &request).await;
    let head = response.split("\r\n\r\n").next().unwrap();
    let mut lines: Vec<_> = head.lines().map(str::to_owned).collect();
    lines.retain(|line| line.starts_with("HTTP/") || line.starts_with("access-control-") || line.starts_with("vary"));
    lines[1..].sort_unstable();
    lines
}

const PREFLIGHT: &str = "origin: https://page.example\r\naccess-control-request-method: PUT\r\n\
                         access-control-request-headers: content-type,if-match\r\n";

#[tokio::test]
async fn cors_is_disabled_by_default() {
    let server = start(None);
    assert_eq!(ask(&server, "GET", "origin: https://page.example\r\n").await, ["HTTP/1.1 200 OK", "vary: accept"]);
    assert_eq!(ask(&server, "OPTIONS", PREFLIGHT).await, ["HTTP/1.1 204 No Content"]);
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_reads_the_whole_response() {
    let server = start(Some("https://page.example,http://localhost:3000"));
    let own = ["HTTP/1.1 200 OK", "vary: accept", "vary: origin"];
    assert_eq!(
        ask(&server, "GET", "origin: https://page.example\r\n").await,
        [
            "HTTP/1.1 200 OK",
            "access-control-allow-origin: https://page.example",
            "access-control-expose-headers: etag, x-request-id",
            "vary: accept",
            "vary: origin",
        ]
    );
    for others in ["", "origin: https://page.example.org\r\n", "origin: http://page.example\r\n", "origin: null\r\n"] {
        assert_eq!(ask(&server, "GET", others).await, own, "{others}");
    }
}

#[tokio::test]
async fn a_problem_is_shown_as_well() {
    let server = start(Some("*"));
    assert_eq!(
        ask(&server, "PATCH", "origin: https://page.example\r\n").await,
        [
            "HTTP/1.1 405 Method Not Allowed",
            "access-control-allow-origin: *",
            "access-control-expose-headers: allow, x-request-id",
        ]
    );
}

#[tokio::test]
async fn a_browser_learns_what_a_page_may_send() {
    let server = start(Some("https://page.example"));
    assert_eq!(
        ask(&server, "OPTIONS", PREFLIGHT).await,
        [
            "HTTP/1.1 204 No Content",
            "access-control-allow-headers: content-type,if-match",
            "access-control-allow-methods: GET, HEAD, OPTIONS, PUT",
            "access-control-allow-origin: https://page.example",
            "access-control-max-age: 3600",
            "vary: access-control-request-method, access-control-request-headers",
            "vary: origin",
        ]
    );
    let other = PREFLIGHT.replace("page", "other");
    assert_eq!(ask(&server, "OPTIONS", &other).await, ["HTTP/1.1 204 No Content", "vary: origin"]);
}
