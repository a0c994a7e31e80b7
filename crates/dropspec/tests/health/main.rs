//! Health checks, against services that are ready, that are not, and that are none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dropspec::Limits;
use dropspec::health::{self, CheckError, Readiness, Target, check};
use dropspec::server::Server;
use http::StatusCode;
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use slog::{Discard, Logger, o};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const LONG: Duration = Duration::from_secs(30);

/// A service that may have a reason not to be ready.
struct Service(Option<&'static str>);

impl Readiness for Service {
    async fn unready(&self) -> Option<String> {
        self.0.map(ToOwned::to_owned)
    }
}

fn start(service: Service, address: &str) -> Server<Service> {
    let log = Logger::root(Discard, o!());
    Server::start(address.parse().unwrap(), service, health::routes(), Limits::default(), &log).unwrap()
}

/// Listens, and answers with these bytes whatever it is asked.
async fn answering(bytes: &[u8]) -> SocketAddr {
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
async fn a_service_that_is_ready_passes() {
    let server = start(Service(None), "127.0.0.1:0");
    check(&Target::of(server.local_address()).unwrap(), LONG).await.unwrap();
}

#[tokio::test]
async fn a_service_on_all_addresses_is_found() {
    for all in ["0.0.0.0:0", "[::]:0"] {
        let server = start(Service(None), all);
        check(&Target::of(server.local_address()).unwrap(), LONG).await.unwrap();
    }
}

#[tokio::test]
async fn a_service_that_is_not_ready_says_why() {
    let server = start(Service(Some("the database cannot be reached")), "127.0.0.1:0");
    let target = Target::of(server.local_address()).unwrap();
    let error = check(&target, LONG).await.unwrap_err();
    let expected = format!("{target} answers 503 Service Unavailable: the database cannot be reached");
    assert_eq!(error.to_string(), expected);
    // It lives all the same.
    let live = format!("http://{}/health/live", server.local_address());
    check(&live.parse().unwrap(), LONG).await.unwrap();
}

#[tokio::test]
async fn an_answer_without_a_problem_has_its_status() {
    let address = answering(b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 2\r\n\r\n[]").await;
    let error = check(&Target::of(address).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unready { status: StatusCode::FOUND, reason: None, .. }), "{error}");
}

#[tokio::test]
async fn where_nobody_listens_the_system_says_so() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = check(&Target::of(address).unwrap(), LONG).await.unwrap_err();
    let expected = format!("http://{address}/health/ready cannot be asked: Connection refused (os error 111)");
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn what_does_not_speak_http_does_not_pass() {
    for bytes in [&b"SSH-2.0-1\r\n"[..], b"", b"HTTP/1.1 20"] {
        let error = check(&Target::of(answering(bytes).await).unwrap(), LONG).await.unwrap_err();
        assert!(matches!(error, CheckError::Unreachable { .. }), "{error}");
    }
}

#[tokio::test]
async fn what_says_nothing_is_given_up() {
    // The system accepts, and nobody ever looks.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = Target::of(listener.local_addr().unwrap()).unwrap();
    let error = check(&target, Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{target} does not answer within 0.1 s"));
}

#[tokio::test]
async fn a_refusal_is_not_read_for_ever() {
    let mut answer = b"HTTP/1.1 503 Service Unavailable\r\n\r\n{\"detail\":\"".to_vec();
    answer.resize(100_000, b'a');
    answer.extend(b"\"}");
    let error = check(&Target::of(answering(&answer).await).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unready { reason: None, .. }), "{error}");
}

#[tokio::test]
async fn a_certificate_of_another_name_will_do() {
    let address = answering_over_tls().await;
    check(&Target::over_tls(address).unwrap(), LONG).await.unwrap();
    let error = check(&Target::of(address).unwrap(), LONG).await.unwrap_err();
    assert!(matches!(error, CheckError::Unreachable { .. }), "without TLS: {error}");
}

/// Answers 204 over TLS, with a certificate that nobody has signed, for a name that is not its address.
async fn answering_over_tls() -> SocketAddr {
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
