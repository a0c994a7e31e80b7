//! The limits of uploads.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use dropspec_http::{ApiService, Response, Route, ServiceConfig, UploadConfig};
use dropspec_server::{Server, ServerConfig};
use http::{Method, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::{Nothing, exchange, rest, route};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

/// Limits of which none is reached unless a test sets it.
const GENEROUS: UploadConfig =
    UploadConfig { max_concurrent: 64, min_rate: 1, grace: LONG, timeout: LONG, import_timeout: LONG };

/// A server with these limits, and its API.
fn start(uploads: UploadConfig, max_requests: usize) -> (Server<Nothing>, ApiService<Nothing>) {
    let upload = Route {
        handler: |_, call| {
            Box::pin(async {
                let body = call.upload()?.collect().await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", body))
            })
        },
        ..route(Method::POST, "/upload")
    };
    let mut server = ServerConfig::new(([127, 0, 0, 1], 0).into());
    server.max_requests = max_requests;
    let config = ServiceConfig { uploads, ..ServiceConfig::default() };
    let api = ApiService::new(Nothing, vec![upload, route(Method::GET, "/")], config).unwrap();
    (Server::<Nothing>::builder(server).start(api.clone()).unwrap(), api)
}

/// Begins an upload of ten bytes, and sends one.
async fn begin(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let head = "POST /upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 10\r\n\r\na";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

async fn end(mut stream: TcpStream) -> String {
    stream.write_all(b"bcdefghij").await.unwrap();
    rest(&mut stream).await
}

/// Waits until that many uploads are in progress.
async fn in_progress(api: &ApiService<Nothing>, count: usize) {
    while api.upload_slots().in_use() != count {
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn uploads_beyond_the_limit_are_rejected() {
    let (server, api) = start(UploadConfig { max_concurrent: 2, ..GENEROUS }, 1024);
    let address = server.local_address();
    let (first, second) = (begin(address).await, begin(address).await);
    in_progress(&api, 2).await;
    let rejected = rest(&mut begin(address).await).await;
    assert!(rejected.starts_with("HTTP/1.1 503 ") && rejected.contains("retry-after: 1\r\n"), "{rejected}");
    assert!(rejected.contains("too many uploads in progress, try again later"), "{rejected}");

    assert!(end(first).await.ends_with("abcdefghij"));
    in_progress(&api, 1).await;
    assert!(end(begin(address).await).await.starts_with("HTTP/1.1 200 "), "a slot is free again");
    drop(second);
    in_progress(&api, 0).await;
}

#[tokio::test]
async fn uploads_do_not_count_as_requests() {
    let (server, api) = start(GENEROUS, 2);
    let address = server.local_address();
    let uploads = [begin(address).await, begin(address).await, begin(address).await];
    in_progress(&api, 3).await;
    let response = exchange(address, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(response.starts_with("HTTP/1.1 204 "), "{response}");
    for upload in uploads {
        assert!(end(upload).await.starts_with("HTTP/1.1 200 "));
    }
}

/// Sends a byte now and then, until the server has enough of it.
async fn drip(address: SocketAddr) -> String {
    let mut stream = begin(address).await;
    for _ in 0..8 {
        sleep(SHORT / 2).await;
        if stream.write_all(b"a").await.is_err() {
            break;
        }
    }
    rest(&mut stream).await
}

#[tokio::test]
async fn an_upload_has_a_minimum_rate() {
    let (server, api) = start(UploadConfig { min_rate: 100, grace: SHORT, ..GENEROUS }, 1024);
    let begun = Instant::now();
    let response = drip(server.local_address()).await;
    assert!(response.starts_with("HTTP/1.1 408 ") && response.contains("connection: close\r\n"), "{response}");
    assert!(response.contains("the body arrives too slowly: less than 100 bytes per second"), "{response}");
    assert!(begun.elapsed() >= SHORT, "{:?}", begun.elapsed());
    in_progress(&api, 0).await;
    // Ten bytes at four bytes per second would be two and a half seconds.
    let (server, _) = start(UploadConfig { min_rate: 4, grace: SHORT, ..GENEROUS }, 1024);
    let upload = begin(server.local_address()).await;
    sleep(SHORT / 2).await;
    assert!(end(upload).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn an_upload_has_a_time_limit() {
    let (server, _) = start(UploadConfig { timeout: SHORT, ..GENEROUS }, 1024);
    let response = drip(server.local_address()).await;
    assert!(response.starts_with("HTTP/1.1 408 "), "{response}");
    assert!(response.contains("the body did not arrive within 300ms"), "{response}");
}
