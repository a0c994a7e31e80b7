//! Operations that are not implemented: 501, or an example of the document.

use std::net::SocketAddr;

use dropspec_http::{Error, Mock, Route, ServiceConfig};
use dropspec_server::Server;
use dropspec_telemetry::Telemetry;
use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Nothing, route};

static MOCKS: &[Mock] = &[
    Mock { operation: "other", status: 200, media_type: "application/json", headers: &[], body: "0" },
    Mock {
        operation: "any",
        status: 201,
        media_type: "application/json",
        headers: &[("etag", "\"1\""), ("content-type", "text/html"), ("no name", "1")],
        body: "[1]",
    },
    Mock { operation: "any", status: 201, media_type: "text/plain", headers: &[], body: "one" },
];

/// The response to a GET, without the headers that differ each time.
async fn response(mocks: &'static [Mock], accept: &str) -> String {
    let handler: fn(&Nothing, &mut dropspec_http::RequestContext) -> dropspec_http::HandlerFuture<'static> =
        |_, _| Box::pin(async { Err(Error::NotImplemented) });
    let routes = vec![Route { handler, ..route(Method::GET, "/a") }];
    let limits = ServiceConfig { mocks, ..ServiceConfig::default() };
    let server = Server::start(([127, 0, 0, 1], 0).into(), Nothing, routes, limits, Telemetry::default()).unwrap();
    let response = get(server.local_address(), accept).await;
    let varies = |line: &&str| !["date: ", "x-request-id: ", "connection: "].iter().any(|name| line.starts_with(name));
    response.lines().filter(varies).collect::<Vec<_>>().join("\n")
}

async fn get(address: SocketAddr, accept: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /a HTTP/1.1\r\nhost: a\r\naccept: {accept}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn an_operation_that_is_not_implemented_is_a_501() {
    let response = response(&[], "*/*").await;
    assert!(response.starts_with("HTTP/1.1 501 Not Implemented\n"), "{response}");
    assert!(response.contains("content-type: application/problem+json\n"), "{response}");
    assert!(response.contains(r#""title":"Not Implemented","status":501,"detail":"the operation is not implemented""#));
}

#[tokio::test]
async fn an_example_is_returned_in_its_place() {
    let json = "HTTP/1.1 201 Created\ncontent-type: application/json\netag: \"1\"\ncontent-length: 3\n\n[1]";
    assert_eq!(response(MOCKS, "*/*").await, json);
}

#[tokio::test]
async fn examples_are_negotiated() {
    let text = "HTTP/1.1 201 Created\ncontent-type: text/plain\ncontent-length: 3\n\none";
    assert_eq!(response(MOCKS, "application/json;q=0, text/plain").await, text);
    assert!(response(MOCKS, "image/png").await.starts_with("HTTP/1.1 501 "));
}
