//! A server without free descriptors. It is a program of its own, since the limit holds for the whole process.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use dropspec_http::{Response, Route, ServiceConfig};
use dropspec_server::{Server, ServerConfig};
use dropspec_telemetry::Telemetry;
use http::{Method, StatusCode};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, setrlimit};

/// Few enough to be used up at once, on both ends of each connection.
const DESCRIPTORS: u64 = 100;

fn route() -> Route<()> {
    Route {
        operation: "any",
        method: Method::GET,
        path: "/",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |(), _| Box::pin(async { Ok(Response::empty(StatusCode::NO_CONTENT)) }),
    }
}

/// Silent connections, as many as there can be.
fn exhaust(address: SocketAddr) -> Vec<TcpStream> {
    let mut clients = Vec::new();
    loop {
        match TcpStream::connect(address) {
            Ok(client) => clients.push(client),
            Err(error) => {
                assert_eq!(error.raw_os_error(), Some(Errno::MFILE.raw_os_error()), "{error}");
                return clients;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_are_closed_when_there_are_no_descriptors_left() {
    setrlimit(Resource::Nofile, Rlimit { current: Some(DESCRIPTORS), maximum: Some(DESCRIPTORS) }).unwrap();
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.read = Duration::from_millis(400);
    let server = Server::start_with(config, (), vec![route()], ServiceConfig::default(), Telemetry::default()).unwrap();
    let address = server.local_address();
    let clients = tokio::task::spawn_blocking(move || exhaust(address)).await.unwrap();
    assert!(clients.len() > 20, "{} clients", clients.len());
    let response = tokio::task::spawn_blocking(move || {
        for mut client in clients {
            client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            // The end of the connection, in either form.
            let read = client.read(&mut [0; 16]);
            assert!(read.as_ref().is_ok_and(|length| *length == 0) || read.is_err_and(|error| is_reset(&error)));
        }
        let mut client = TcpStream::connect(address).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        client.read_to_string(&mut response).unwrap();
        response
    });
    assert!(response.await.unwrap().starts_with("HTTP/1.1 204 "));
}

fn is_reset(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::ConnectionReset
}
