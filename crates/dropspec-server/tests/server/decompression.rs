//! Request bodies with a content coding.

use std::io::Write;
use std::net::SocketAddr;

use dropspec_http::{Response, Route};
use dropspec_schema::{Components, Schema};
use dropspec_server::Server;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{Method, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{Nothing, exchange, rest, route, start_limited};

static COMPONENTS: Components = Components::new("{}");
static TEXT: Schema = Schema::new(&COMPONENTS, r#"{ "type": "string" }"#);

/// A server that returns the body of a request.
fn start() -> Server<Nothing> {
    let echo = Route {
        handler: |_, call| {
            Box::pin(async {
                let text: String = call.text(&TEXT).await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", text))
            })
        },
        ..route(Method::POST, "/echo")
    };
    start_limited(Nothing, vec![echo], |_| {})
}

async fn post(address: SocketAddr, headers: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!(
        "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    rest(&mut stream).await
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn bodies_are_decoded() {
    let server = start();
    let text = "0123456789".repeat(1000);
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20).write_all(text.as_bytes()).unwrap();
    let two_members = [gzip(&text.as_bytes()[..50]), gzip(&text.as_bytes()[50..])].concat();
    let zstd = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let bodies = [
        ("gzip", gzip(text.as_bytes())),
        ("X-GZIP", two_members),
        ("br", brotli),
        ("zstd", zstd),
        ("identity", text.clone().into_bytes()),
    ];
    for (coding, body) in bodies {
        let response = post(server.local_address(), &format!("content-encoding: {coding}\r\n"), &body).await;
        assert!(response.starts_with("HTTP/1.1 200") && response.ends_with(&text), "{coding}: {response}");
    }
}

#[tokio::test]
async fn other_codings_are_rejected() {
    let server = start();
    let codings =
        ["compress", "gzip, br", "gzip\r\ncontent-encoding: br", "gzip\r\ncontent-encoding: identity", "\u{fc}"];
    for coding in codings {
        let response = post(server.local_address(), &format!("content-encoding: {coding}\r\n"), b"text").await;
        assert!(response.starts_with("HTTP/1.1 415"), "{coding}: {response}");
        assert!(response.contains("\r\naccept-encoding: gzip, br, zstd\r\n"), "{coding}: {response}");
        assert!(response.contains("unsupported content coding: "), "{coding}: {response}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_in_its_coding_is_rejected() {
    let server = start();
    let cut = &gzip(b"0123456789")[..20];
    for body in [&b"text"[..], cut] {
        let response = post(server.local_address(), "content-encoding: gzip\r\n", body).await;
        assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    }
}

#[tokio::test]
async fn the_limit_of_a_body_counts_decoded_bytes() {
    let server = start();
    let bomb = gzip(&vec![b'a'; 100 << 20]);
    let response = post(server.local_address(), "content-encoding: gzip\r\n", &bomb).await;
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
}

#[tokio::test]
async fn only_chunked_is_a_transfer_coding() {
    let server = start();
    let post = async |codings: &str| {
        let head = format!(
            "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: text/plain\r\n{codings}\r\n1\r\na\r\n0\r\n\r\n"
        );
        exchange(server.local_address(), &head).await
    };
    assert!(post("transfer-encoding: Chunked\r\n").await.starts_with("HTTP/1.1 200 "));
    for codings in [
        "transfer-encoding: gzip, chunked\r\n",
        "transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked, chunked\r\n",
    ] {
        let response = post(codings).await;
        assert!(response.starts_with("HTTP/1.1 501 "), "{response}");
        assert!(response.contains("unsupported transfer coding: ") && response.contains("application/problem+json"));
    }
}
