//! Health checks of services that are ready, of others that are not, and of what is no service.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dropspec_http::ServiceConfig;
use dropspec_http::health::{Readiness, routes};
use dropspec_server::Server;
use dropspec_server::health::{CheckError, ProbeUrl, check};
use dropspec_telemetry::Telemetry;
use http::StatusCode;
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const LONG: Duration = Duration::from_secs(30);

/// A service with a reason not to be ready, or none.
struct Service(Option<&'static str>);

impl Readiness for Service {
    async fn unready(&self) -> Option<String> {
        self.0.map(ToOwned::to_owned)
    }
}

fn start(service: Service, address: &str) -> Server<Service> {
    Server::start(address.parse().unwrap(), service, routes(), ServiceConfig::default(), Telemetry::default()).unwrap()
}

/// Listens, and responds with these bytes to anything.
async fn responding(bytes: &[u8]) -> SocketAddr {
    let bytes = bytes.to_vec();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await.unwrap();
        stream.write_all(&bytes).await.unwrap();
    });
    address
}

#[tokio::test]
async fn a_ready_service_passes() {
    let server = start(Service(None), "127.0.0.1:0");
    check(&ProbeUrl::of(server.local_address()).unwrap(), LONG).await.unwrap();
}

#[tokio::test]
async fn a_service_on_the_unspecified_address_is_reached() {
    for all in ["0.0.0.0:0", "[::]:0"] {
        let server = start(Service(None), all);
        check(&ProbeUrl::of(server.local_address()).unwrap(), LONG).await.unwrap();
    }
}

#[tokio::test]
async fn the_error_has_the_reason_of_the_service() {
    let server = start(Service(Some("the database cannot be reached")), "127.0.0.1:0");
    let target = ProbeUrl::of(server.local_address()).unwrap();
    let error = check(&target, LONG).await.unwrap_err();
    let expected = format!("{target} responds with 503 Service Unavailable: the database cannot be reached");
    assert_eq!(error.to_string(), expected);
    // It is live all the same.
    let live = format!("http://{}/health/live", server.local_address());
    check(&live.parse().unwrap(), LONG).await.unwrap();
}

#[tokio::test]
async fn the_error_has_the_status_of_another_response() {
    let address = responding(b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 2\r\n\r\n[]").await;
    let error = check(&ProbeUrl::of(address).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unready { status: StatusCode::FOUND, reason: None, .. }), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_an_error() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = check(&ProbeUrl::of(address).unwrap(), LONG).await.unwrap_err();
    let expected = format!("cannot reach http://{address}/health/ready: Connection refused (os error 111)");
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn another_protocol_is_an_error() {
    for bytes in [&b"SSH-2.0-1\r\n"[..], b"", b"HTTP/1.1 20"] {
        let error = check(&ProbeUrl::of(responding(bytes).await).unwrap(), LONG).await.unwrap_err();
        assert!(matches!(error, CheckError::Unreachable { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_silent_service_times_out() {
    // The system accepts the connection.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = ProbeUrl::of(listener.local_addr().unwrap()).unwrap();
    let error = check(&target, Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(error.to_string(), format!("no response from {target} within 0.1 s"));
}

#[tokio::test]
async fn a_large_problem_is_not_read() {
    let mut response = b"HTTP/1.1 503 Service Unavailable\r\n\r\n{\"detail\":\"".to_vec();
    response.resize(100_000, b'a');
    response.extend(b"\"}");
    let error = check(&ProbeUrl::of(responding(&response).await).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unready { reason: None, .. }), "{error}");
}

#[tokio::test]
async fn a_certificate_of_another_name_is_accepted() {
    let address = responding_over_tls().await;
    check(&ProbeUrl::over_tls(address).unwrap(), LONG).await.unwrap();
    let error = check(&ProbeUrl::of(address).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unreachable { .. }), "without TLS: {error}");
}

/// Responds with 204 over TLS, with a self-signed certificate for another name.
async fn responding_over_tls() -> SocketAddr {
    let issued = rcgen::generate_simple_self_signed(["people.example".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(issued.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![issued.cert.into()], key.into()).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 1024]).await.unwrap();
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        }
    });
    address
}
