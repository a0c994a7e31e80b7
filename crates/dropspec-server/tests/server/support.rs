//! Servers for tests, and clients that speak HTTP/1.1 by hand.

use std::net::SocketAddr;
use std::time::Duration;

use dropspec_http::{Response, Route, ServiceConfig};
use dropspec_server::{Server, ServerConfig, StartError, Timeouts};
use dropspec_telemetry::Telemetry;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An API without state.
#[derive(Debug)]
pub(crate) struct Nothing;

/// An operation that responds with 204.
pub(crate) fn route(method: Method, path: &'static str) -> Route<Nothing> {
    Route {
        operation: "any",
        method,
        path,
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_, _| Box::pin(async { Ok(Response::empty(StatusCode::NO_CONTENT)) }),
    }
}

/// A server on a port of its own.
pub(crate) fn start(routes: Vec<Route<Nothing>>) -> Result<Server<Nothing>, StartError> {
    start_on(([127, 0, 0, 1], 0).into(), routes)
}

/// A server on an address.
pub(crate) fn start_on(address: SocketAddr, routes: Vec<Route<Nothing>>) -> Result<Server<Nothing>, StartError> {
    Server::start(address, Nothing, routes, ServiceConfig::default(), Telemetry::default())
}

/// A server with other limits.
pub(crate) fn start_limited<A: Send + Sync + 'static>(
    api: A,
    routes: Vec<Route<A>>,
    change: impl FnOnce(&mut ServerConfig),
) -> Server<A> {
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    // None of them elapses unless a test sets it.
    let long = Duration::from_secs(60);
    config.timeouts = Timeouts { request: long, read: long, idle: long };
    change(&mut config);
    Server::start_with(config, api, routes, ServiceConfig::default(), Telemetry::default()).unwrap()
}

/// The response to these bytes, until the server closes the connection.
pub(crate) async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    rest(&mut stream).await
}

/// All that arrives until the connection is closed.
pub(crate) async fn rest(stream: &mut TcpStream) -> String {
    let mut response = Vec::new();
    // A reset ends it as well.
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut response)).await;
    assert!(read.is_ok(), "the connection stays open");
    String::from_utf8_lossy(&response).into_owned()
}

/// The first part of a response.
pub(crate) async fn some(stream: &mut TcpStream) -> String {
    let mut buffer = [0; 4096];
    let length = stream.read(&mut buffer).await.unwrap();
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}
