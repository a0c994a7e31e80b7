//! Servers that speak TLS.

use std::fs::write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dropspec_config::Environment;
use dropspec_server::{ServerConfig, Tls};
use http::Method;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Nothing, rest, route, start_limited};

const CERTIFICATE: &str = "tls.crt";
const KEY: &str = "tls.key";

/// Puts a new certificate and its key into a folder, and answers the certificate.
fn renew(folder: &Path) -> String {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    write(folder.join(CERTIFICATE), cert.pem()).unwrap();
    write(folder.join(KEY), signing_key.serialize_pem()).unwrap();
    cert.pem()
}

fn load(folder: &Path) -> Arc<Tls> {
    Arc::new(Tls::load(folder.join(CERTIFICATE), folder.join(KEY)).unwrap())
}

/// A connection of a client that trusts only the certificate.
async fn connect(address: SocketAddr, certificate: &str, protocol: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

async fn exchange(mut stream: TlsStream<TcpStream>, request: &[u8]) -> Vec<u8> {
    stream.write_all(request).await.unwrap();
    let mut response = vec![0; 4096];
    let mut length = 0;
    // HTTP/2 keeps the connection: until the response has arrived.
    while !response[..length].windows(4).any(|part| part == b"204 " || part == b"\x01\x05\0\0") {
        length += stream.read(&mut response[length..]).await.unwrap();
    }
    response.truncate(length);
    response
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn both_versions_of_http_are_spoken() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = renew(folder.path());
    let server = start_limited(Nothing, vec![route(Method::GET, "/")], |config| config.tls = Some(load(folder.path())));
    let address = server.local_address();
    let response = exchange(connect(address, &certificate, b"http/1.1").await.unwrap(), GET).await;
    assert!(response.starts_with(b"HTTP/1.1 204 "), "{response:?}");
    let stream = connect(address, &certificate, b"h2").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    // The status 204 is number 9 of the static table (RFC 7541, appendix A).
    let response = exchange(stream, super::connections::HTTP2).await;
    let head = response.windows(10).find(|part| part[3..9] == *b"\x01\x05\0\0\0\x01").unwrap();
    assert_eq!(head[9], 0x89, "{response:?}");
}

#[tokio::test]
async fn a_new_certificate_is_used_without_a_restart_and_a_bad_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let old = renew(folder.path());
    let server = start_limited(Nothing, vec![route(Method::GET, "/")], |config| config.tls = Some(load(folder.path())));
    let address = server.local_address();
    connect(address, &old, b"http/1.1").await.unwrap();

    write(folder.path().join(KEY), "no key").unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    connect(address, &old, b"http/1.1").await.expect("the old one is still there");

    let new = renew(folder.path());
    let begin = Instant::now();
    while connect(address, &new, b"http/1.1").await.is_err() {
        assert!(begin.elapsed() < Duration::from_secs(10), "the old one is there for ever");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(connect(address, &old, b"http/1.1").await.is_err(), "the old one is gone");
}

#[cfg(feature = "metrics")]
#[tokio::test]
async fn the_end_of_the_certificate_is_a_metric() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = renew(folder.path());
    let routes = dropspec_telemetry::metrics::routes();
    let server = start_limited(Nothing, routes, |config| config.tls = Some(load(folder.path())));
    let mut stream = connect(server.local_address(), &certificate, b"http/1.1").await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut response = Vec::new();
    // The server may close the connection without a farewell of TLS.
    let _ = stream.read_to_end(&mut response).await;
    let response = String::from_utf8_lossy(&response);
    // The certificates of rcgen end on 4096-01-01.
    assert!(response.contains("\ntls_certificate_not_after_seconds 67090118400\n"), "{response}");
}

#[tokio::test]
async fn a_handshake_that_does_not_come_is_not_awaited() {
    let folder = tempfile::tempdir().unwrap();
    renew(folder.path());
    let server = start_limited(Nothing, vec![], |config| {
        config.tls = Some(load(folder.path()));
        config.timeouts.read = Duration::from_millis(400);
    });
    // The beginning of a record of a handshake.
    for part in [&b""[..], b"\x16\x03\x01\x02\x00"] {
        let mut stream = TcpStream::connect(server.local_address()).await.unwrap();
        stream.write_all(part).await.unwrap();
        rest(&mut stream).await;
    }
}

/// What is said of a configuration, without the folder.
fn complaints(folder: &Path, certificate: Option<&str>, key: Option<&str>) -> String {
    let path = |name: &str| folder.join(name).display().to_string();
    let said = [("SHOP_TLS_CERTIFICATE", certificate.map(path)), ("SHOP_TLS_KEY", key.map(path))];
    let said: Vec<_> = said.iter().filter_map(|(name, path)| Some((*name, path.as_deref()?))).collect();
    let mut env = Environment::of("SHOP", &said);
    ServerConfig::read(&mut env, ([127, 0, 0, 1], 0).into());
    env.finish().unwrap_err().to_string().replace(&format!("{}/", folder.display()), "")
}

#[test]
fn a_certificate_is_of_no_use_without_its_key() {
    let folder = tempfile::tempdir().unwrap();
    renew(folder.path());
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    renew(&other);
    let said = |certificate, key| complaints(folder.path(), certificate, key);
    assert_eq!(said(Some(CERTIFICATE), None), "SHOP_TLS_KEY is missing, the file with the key of the certificate");
    assert_eq!(said(None, Some(KEY)), "SHOP_TLS_CERTIFICATE is missing, the file with the certificate of the key");
    assert_eq!(
        said(Some("none.crt"), Some(KEY)),
        "SHOP_TLS_CERTIFICATE cannot be loaded: cannot read none.crt: No such file or directory (os error 2)"
    );
    assert_eq!(
        said(Some(KEY), Some(KEY)),
        "SHOP_TLS_CERTIFICATE cannot be loaded: tls.key has no certificate in PEM form: no items found"
    );
    assert_eq!(
        said(Some(CERTIFICATE), Some(CERTIFICATE)),
        "SHOP_TLS_CERTIFICATE cannot be loaded: tls.crt has no key in PEM form: no items found"
    );
    assert_eq!(
        said(Some(CERTIFICATE), Some("other/tls.key")),
        "SHOP_TLS_CERTIFICATE cannot be loaded: tls.crt and other/tls.key cannot be used: keys may not be consistent: KeyMismatch"
    );
}
