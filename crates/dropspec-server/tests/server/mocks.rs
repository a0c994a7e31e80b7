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
    Mock { operation: "other", ..SUCCESS },
    SUCCESS,
    Mock { media_type: Some("text/plain"), headers: &[], body: "one", ..SUCCESS },
    Mock { media_type: Some("text/plain"), name: Some("two"), headers: &[], body: "two", ..SUCCESS },
    Mock { statuses: 404..=404, media_type: Some("application/problem+json"), headers: &[], body: "{}", ..SUCCESS },
    Mock { statuses: 400..=499, media_type: None, headers: &[("etag", "\"4\"")], body: "", ..SUCCESS },
];

const SUCCESS: Mock = Mock {
    operation: "any",
    statuses: 201..=201,
    name: None,
    media_type: Some("application/json"),
    headers: &[("etag", "\"1\""), ("content-type", "text/html"), ("no name", "1")],
    body: "[1]",
};

/// The response to a GET, without the headers that differ each time.
async fn response(mocks: &'static [Mock], headers: &str) -> String {
    let handler: fn(&Nothing, &mut dropspec_http::RequestContext) -> dropspec_http::HandlerFuture<'static> =
        |_, _| Box::pin(async { Err(Error::NotImplemented) });
    let routes = vec![Route { handler, ..route(Method::GET, "/a") }];
    let limits = ServiceConfig { mocks, ..ServiceConfig::default() };
    let server = Server::start(([127, 0, 0, 1], 0).into(), Nothing, routes, limits, Telemetry::default()).unwrap();
    let response = get(server.local_address(), headers).await;
    let varies = |line: &&str| !["date: ", "x-request-id: ", "connection: "].iter().any(|name| line.starts_with(name));
    response.lines().filter(varies).collect::<Vec<_>>().join("\n")
}

async fn get(address: SocketAddr, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /a HTTP/1.1\r\nhost: a\r\n{headers}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn an_operation_that_is_not_implemented_is_a_501() {
    let response = response(&[], "accept: */*").await;
    assert!(response.starts_with("HTTP/1.1 501 Not Implemented\n"), "{response}");
    assert!(response.contains("content-type: application/problem+json\n"), "{response}");
    assert!(response.contains(r#""title":"Not Implemented","status":501,"detail":"the operation is not implemented""#));
}

#[tokio::test]
async fn an_example_is_returned_in_its_place() {
    let json = "HTTP/1.1 201 Created\ncontent-type: application/json\netag: \"1\"\ncontent-length: 3\n\n[1]";
    assert_eq!(response(MOCKS, "accept: */*").await, json);
}

#[tokio::test]
async fn examples_are_negotiated() {
    let text = "HTTP/1.1 201 Created\ncontent-type: text/plain\ncontent-length: 3\n\none";
    assert_eq!(response(MOCKS, "accept: application/json;q=0, text/plain").await, text);
    assert!(response(MOCKS, "accept: image/png").await.starts_with("HTTP/1.1 501 "));
}

#[tokio::test]
async fn another_response_can_be_preferred() {
    let missing = "HTTP/1.1 404 Not Found\ncontent-type: application/problem+json\npreference-applied: code=404\n\
                   content-length: 2\n\n{}";
    assert_eq!(response(MOCKS, "prefer: code=404\r\naccept: image/png").await, missing);
    let teapot = "HTTP/1.1 418 I'm a teapot\netag: \"4\"\npreference-applied: code=418\ncontent-length: 0\n";
    assert_eq!(response(MOCKS, "prefer: example=two, code=418").await, teapot);
    let two =
        "HTTP/1.1 201 Created\ncontent-type: text/plain\npreference-applied: example=two\ncontent-length: 3\n\ntwo";
    assert_eq!(response(MOCKS, "prefer: example=\"two\"").await, two);
    // What is not documented is ignored.
    assert_eq!(response(MOCKS, "prefer: code=500, example=six").await, response(MOCKS, "accept: */*").await);
}
