//! Metrics of requests that are cancelled, or whose responses are streamed.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use dropspec_http::{Content, Response, Route};
use futures_util::stream;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Nothing, route, start};

/// Long enough to be distinguished from no time.
const PAUSE: Duration = Duration::from_millis(60);

fn routes() -> Vec<Route<Nothing>> {
    let waits = Route {
        handler: |_, _| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_secs(60)).await;
                Ok(Response::empty(StatusCode::NO_CONTENT))
            })
        },
        ..route(Method::GET, "/waits/{for}")
    };
    let streams = Route {
        handler: |_, _| Box::pin(async { Response::builder(200).content("text/plain", slow()).build() }),
        ..route(Method::GET, "/streams")
    };
    let mut routes = dropspec_telemetry::metrics::routes();
    routes.extend([waits, streams]);
    routes
}

/// A slow body.
fn slow() -> Content {
    let parts = stream::unfold(0, |count| async move {
        tokio::time::sleep(PAUSE / 3).await;
        (count < 3).then_some((Ok::<_, std::io::Error>(Bytes::from("part")), count + 1))
    });
    // Content is shared between threads, which this stream is not.
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        let mut parts = std::pin::pin!(parts);
        while let Some(part) = futures_util::StreamExt::next(&mut parts).await {
            if sender.send(part).await.is_err() {
                return;
            }
        }
    });
    let receiver = std::sync::Mutex::new(receiver);
    Content::stream(stream::poll_fn(move |context| receiver.lock().unwrap().poll_recv(context)))
}

/// The whole response to a GET.
async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = ask(address, path).await;
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

async fn ask(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// The value of a sample.
async fn figure(address: SocketAddr, line: &str) -> Option<f64> {
    let metrics = get(address, "/metrics").await;
    let found = metrics.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(' '))?;
    Some(found.parse().unwrap())
}

/// Waits until a sample has a value.
async fn appears(address: SocketAddr, line: &str, value: f64) {
    let wait = async {
        while figure(address, line).await != Some(value) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(10), wait).await;
    assert!(found.is_ok(), "{line} {value} is not among\n{}", get(address, "/metrics").await);
}

#[tokio::test]
async fn a_client_that_disconnects_is_counted() {
    let server = start(routes()).unwrap();
    let address = server.local_address();
    let client = ask(address, "/waits/nothing?key=secret").await;
    // The second one is the scrape.
    appears(address, "http_requests_in_flight", 2.0).await;
    drop(client);
    appears(address, r#"http_requests_total{method="GET",route="/waits/{for}",status="499"}"#, 1.0).await;
    assert_eq!(figure(address, "http_requests_in_flight").await, Some(1.0));
    assert!(!get(address, "/metrics").await.contains("secret"));
}

#[tokio::test]
async fn a_streamed_response_is_recorded_at_its_end() {
    let server = start(routes()).unwrap();
    let address = server.local_address();
    assert_eq!(get(address, "/streams").await.matches("part").count(), 3);
    appears(address, r#"http_requests_total{method="GET",route="/streams",status="200"}"#, 1.0).await;
    let took = figure(address, r#"http_request_duration_seconds_sum{method="GET",route="/streams"}"#).await;
    assert!(took > Some(PAUSE.as_secs_f64()), "{took:?}");
}

#[tokio::test]
async fn a_path_without_a_route_is_not_a_label() {
    let server = start(routes()).unwrap();
    let address = server.local_address();
    for path in ["/nowhere", "/elsewhere"] {
        assert!(get(address, path).await.starts_with("HTTP/1.1 404"));
    }
    let line = r#"http_requests_total{method="GET",route="",status="404"}"#;
    assert_eq!(figure(address, line).await, Some(2.0));
}
