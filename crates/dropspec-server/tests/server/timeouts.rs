//! Request timeouts, body timeouts, and the limit of requests in flight.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dropspec_http::health::{self, Readiness};
use dropspec_http::{Response, Route};
use dropspec_schema::{Components, Schema};
use http::{Method, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::{exchange, rest, start_limited};

static COMPONENTS: Components = Components::new("{}");
static TEXT: Schema = Schema::new(&COMPONENTS, r#"{ "type": "string" }"#);

const SHORT: Duration = Duration::from_millis(300);
const SLOW: &str = "GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

/// Counts its operations in flight.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Readiness for Counting {
    async fn unready(&self) -> Option<String> {
        // For the test.
        Some(format!("{} in flight", self.0.load(Ordering::SeqCst)))
    }
}

fn route(
    method: Method,
    path: &'static str,
    handler: for<'a> fn(&'a Counting, &'a mut dropspec_http::RequestContext) -> dropspec_http::HandlerFuture<'a>,
) -> Route<Counting> {
    Route { operation: path, method, path, consumes: &[], produces: &[], renderer: None, handler }
}

fn routes() -> Vec<Route<Counting>> {
    let mut all = health::routes();
    all.push(route(Method::GET, "/slow", |api, _| {
        Box::pin(async {
            api.0.fetch_add(1, Ordering::SeqCst);
            let _counted = Counted(&api.0);
            sleep(4 * SHORT).await;
            Ok(Response::empty(StatusCode::NO_CONTENT))
        })
    }));
    all.push(route(Method::POST, "/text", |_, call| {
        Box::pin(async {
            let _: String = call.text(&TEXT).await?;
            Ok(Response::empty(StatusCode::NO_CONTENT))
        })
    }));
    all.push(route(Method::POST, "/upload", |_, call| {
        Box::pin(async {
            let body = call.upload()?.collect().await?;
            Ok(Response::bytes(StatusCode::OK, "text/plain", body))
        })
    }));
    all.push(route(Method::POST, "/slow", |_, call| {
        Box::pin(async {
            sleep(4 * SHORT).await;
            call.upload()?.collect().await?;
            Ok(Response::empty(StatusCode::NO_CONTENT))
        })
    }));
    all
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_cancelled_with_a_503() {
    let server = start_limited(Counting::default(), routes(), |config| config.timeouts.request = SHORT);
    let begin = Instant::now();
    let response = exchange(server.local_address(), SLOW).await;
    assert!((SHORT..3 * SHORT).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    assert!(response.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{response}");
    for part in ["retry-after: 1\r\n", r#""detail":"request timed out""#, r#""request_id":""#] {
        assert!(response.contains(part), "{part} {response}");
    }
    assert!(exchange(server.local_address(), &get("/health/ready")).await.contains("0 in flight"), "it is cancelled");
}

#[tokio::test]
async fn an_operation_that_does_not_read_its_body_in_time_is_a_503() {
    let server = start_limited(Counting::default(), routes(), |config| config.timeouts.request = SHORT);
    let request = "POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nconnection: close\r\n\r\nab";
    let response = exchange(server.local_address(), request).await;
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
}

/// Sends a body of 10 bytes, with pauses that are shorter than any timeout, for longer than the timeout of requests.
async fn drip(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 10\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..10 {
        sleep(SHORT / 5).await;
        if stream.write_all(b"a").await.is_err() {
            break;
        }
    }
    rest(&mut stream).await
}

#[tokio::test]
async fn a_slow_body_times_out_unless_it_is_streamed() {
    let server = start_limited(Counting::default(), routes(), |config| config.timeouts.request = SHORT);
    let text = drip(server.local_address(), "/text").await;
    assert!(text.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{text}");
    let upload = drip(server.local_address(), "/upload").await;
    assert!(upload.starts_with("HTTP/1.1 200 OK\r\n") && upload.ends_with("aaaaaaaaaa"), "{upload}");
}

#[tokio::test]
async fn a_stalled_upload_is_a_408() {
    let server = start_limited(Counting::default(), routes(), |config| config.timeouts.read = SHORT);
    for length in ["content-length: 10", "transfer-encoding: chunked"] {
        let begin = Instant::now();
        let request = format!("POST /upload HTTP/1.1\r\nhost: a\r\n{length}\r\n\r\n2\r\nab\r\n");
        let response = exchange(server.local_address(), &request).await;
        assert!(response.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{response}");
        assert!((SHORT..4 * SHORT).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn requests_beyond_the_limit_are_a_503() {
    let server = start_limited(Counting::default(), routes(), |config| config.max_requests = 2);
    let address = server.local_address();
    let first = [tokio::spawn(exchange(address, SLOW)), tokio::spawn(exchange(address, SLOW))];
    while !exchange(address, &get("/health/ready")).await.contains("2 in flight") {
        sleep(SHORT / 10).await;
    }
    let begin = Instant::now();
    let response = exchange(address, SLOW).await;
    assert!(begin.elapsed() < SHORT, "the response does not wait for the timeout");
    assert!(response.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{response}");
    for part in ["retry-after: 1\r\n", r#""detail":"too many requests in flight, try again later""#] {
        assert!(response.contains(part), "{part} {response}");
    }
    assert!(exchange(address, &get("/health/live")).await.starts_with("HTTP/1.1 200 "), "probes are exempt");
    for response in first {
        assert!(response.await.unwrap().starts_with("HTTP/1.1 204 "), "those before are served");
    }
    assert!(exchange(address, SLOW).await.starts_with("HTTP/1.1 204 "), "and those after");
}
