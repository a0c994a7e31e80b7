//! The hosts under which a server can be addressed.

use dropspec_config::FromEnv;
use dropspec_http::health::LIVE;
use dropspec_server::{AllowedHosts, Server};
use http::Method;

use crate::support::{Nothing, exchange, route, start_limited};

fn start(hosts: &str) -> Server<Nothing> {
    let routes = vec![route(Method::GET, "/a"), route(Method::GET, LIVE)];
    start_limited(Nothing, routes, |config| config.allowed_hosts = AllowedHosts::from_env(hosts).unwrap())
}

/// The response to a head without its last lines.
async fn respond(server: &Server<Nothing>, head: &str) -> String {
    exchange(server.local_address(), &format!("{head}connection: close\r\n\r\n")).await
}

/// The status of the response to such a head.
async fn status(server: &Server<Nothing>, head: &str) -> u16 {
    let response = respond(server, head).await;
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_request_to_another_host_is_misdirected() {
    let server = start("localhost,example.com");
    for host in ["localhost", "localhost:5000", "EXAMPLE.com", "example.com.:80"] {
        assert_eq!(status(&server, &format!("GET /a HTTP/1.1\r\nhost: {host}\r\n")).await, 204, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1", ""] {
        assert_eq!(status(&server, &format!("GET /a HTTP/1.1\r\nhost: {host}\r\n")).await, 421, "{host}");
    }
    let response = respond(&server, "GET /a HTTP/1.1\r\nhost: evil.example\r\n").await;
    assert!(response.contains(r#""detail":"host not allowed: evil.example""#), "{response}");
    assert_eq!(status(&server, "GET http://evil.example/a HTTP/1.1\r\nhost: localhost\r\n").await, 421);
}

#[tokio::test]
async fn probes_have_any_host() {
    let server = start("localhost");
    assert_eq!(status(&server, &format!("GET {LIVE} HTTP/1.1\r\nhost: 10.1.2.3:5000\r\n")).await, 204);
}

#[tokio::test]
async fn a_request_has_one_valid_host() {
    for server in [start("*"), start("localhost")] {
        assert_eq!(status(&server, "GET /a HTTP/1.1\r\n").await, 400);
        assert_eq!(status(&server, "GET /a HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n").await, 400);
        assert_eq!(status(&server, "GET /a HTTP/1.1\r\nhost: x/y\r\n").await, 400);
        assert_eq!(status(&server, &format!("GET {LIVE} HTTP/1.1\r\n")).await, 400);
        assert_eq!(status(&server, "GET /a HTTP/1.0\r\n").await, 204, "HTTP/1.0 has no host");
    }
}
