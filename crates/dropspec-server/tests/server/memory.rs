//! The memory budget of request and response bodies.

use std::net::SocketAddr;
use std::time::Duration;

use dropspec_http::{ApiService, Content, Items, Response, Route, ServiceConfig};
use dropspec_schema::{Components, Schema};
use dropspec_server::{Server, ServerConfig};
use futures_util::stream;
use http::{Method, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::{Nothing, exchange, rest, route, some};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// More than the sockets of a client that does not read take.
const LARGE: usize = 32 * MIB;

static COMPONENTS: Components = Components::new("{}");
static ANY: Schema = Schema::new(&COMPONENTS, "{}");
static TEXT: Schema = Schema::new(&COMPONENTS, r#"{ "type": "string" }"#);

/// A server whose bodies may take this many bytes of memory, and its API.
fn start(max_buffered: usize) -> (Server<Nothing>, ApiService<Nothing>) {
    let text = Route {
        handler: |_, call| {
            Box::pin(async {
                let text: String = call.text(&TEXT).await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", text.len().to_string()))
            })
        },
        ..route(Method::POST, "/text")
    };
    let json = Route {
        handler: |_, call| {
            Box::pin(async {
                let value: serde_json::Value = call.json_with_serde(&ANY).await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", value.as_array().map_or(0, Vec::len).to_string()))
            })
        },
        ..route(Method::POST, "/json")
    };
    let bulk = Route {
        handler: |_, call| {
            Box::pin(async {
                let items: Items<serde_json::Value> = call.bulk_with_serde(&ANY, 1, 3).await?;
                let texts = items.0.iter().map(|item| {
                    item.as_ref().map_or_else(|found| found.reported()[0].detail.clone(), |_| "valid".to_owned())
                });
                Ok(Response::bytes(StatusCode::OK, "text/plain", texts.collect::<Vec<_>>().join("; ")))
            })
        },
        ..route(Method::POST, "/bulk")
    };
    let large = |method| Route {
        handler: |_, _| Box::pin(async { Ok(Response::bytes(StatusCode::OK, "text/plain", vec![b'a'; LARGE])) }),
        ..route(method, "/large")
    };
    let streamed = Route {
        handler: |_, _| {
            Box::pin(async {
                let parts = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'a'; 64 * KIB].into()));
                Response::builder(200).content("text/plain", Content::stream(parts)).build()
            })
        },
        ..route(Method::GET, "/streamed")
    };
    let routes = vec![text, json, bulk, large(Method::GET), large(Method::POST), streamed, route(Method::GET, "/")];
    let config = ServiceConfig { max_buffered, ..ServiceConfig::default() };
    let api = ApiService::new(Nothing, routes, config).unwrap();
    let server = ServerConfig::new(([127, 0, 0, 1], 0).into());
    (Server::<Nothing>::builder(server).start(api.clone()).unwrap(), api)
}

/// Waits until the used memory fits.
async fn used(api: &ApiService<Nothing>, fits: impl Fn(usize) -> bool) {
    let wait = async {
        while !fits(api.memory_budget().used()) {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), wait).await;
    assert!(waited.is_ok(), "{} bytes are used", api.memory_budget().used());
}

/// Sends the first part of a body.
async fn post(address: SocketAddr, length: usize, sent: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("POST /text HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(format!("{head}{}", "a".repeat(sent)).as_bytes()).await.unwrap();
    stream
}

/// Sends a request, and waits for the beginning of its response.
async fn begin(address: SocketAddr, request: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("{request} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).await.unwrap();
    let beginning = some(&mut stream).await;
    (stream, beginning)
}

fn assert_exhausted(response: &str) {
    assert!(response.starts_with("HTTP/1.1 503 ") && response.contains("retry-after: 1\r\n"), "{response}");
    assert!(response.contains("the memory for request and response bodies is exhausted"), "{response}");
}

#[tokio::test]
async fn request_bodies_share_a_budget() {
    let (server, api) = start(300 * KIB);
    let address = server.local_address();
    // What has arrived counts, not what is announced.
    let unfinished = post(address, MIB, 200 * KIB).await;
    used(&api, |used| used > 150 * KIB).await;
    assert_exhausted(&rest(&mut post(address, 200 * KIB, 200 * KIB).await).await);
    let small = rest(&mut post(address, 10 * KIB, 10 * KIB).await).await;
    assert!(small.ends_with("10240"), "{small}");

    drop(unfinished);
    used(&api, |used| used == 0).await;
    let large = rest(&mut post(address, 200 * KIB, 200 * KIB).await).await;
    assert!(large.ends_with("204800"), "{large}");
    assert_eq!(api.memory_budget().used(), 0);
}

#[tokio::test]
async fn responses_share_a_budget_until_they_are_sent() {
    let (server, api) = start(LARGE + MIB);
    let address = server.local_address();
    let (unread, beginning) = begin(address, "GET /large").await;
    assert!(beginning.starts_with("HTTP/1.1 200 "), "{beginning}");
    assert!(api.memory_budget().used() > LARGE / 2);
    assert_exhausted(&begin(address, "GET /large").await.1);
    assert!(begin(address, "GET /").await.1.starts_with("HTTP/1.1 204 "));
    // It is done: a 503 would say that it is not.
    let (done, beginning) = begin(address, "POST /large").await;
    assert!(beginning.starts_with("HTTP/1.1 200 "), "{beginning}");

    drop((unread, done));
    used(&api, |used| used == 0).await;
    let response = exchange(address, "GET /large HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(response.starts_with("HTTP/1.1 200 ") && response.len() > LARGE);
    used(&api, |used| used == 0).await;
}

#[tokio::test]
async fn streamed_responses_count_while_they_are_sent() {
    let (server, api) = start(MIB);
    let address = server.local_address();
    let streams = [begin(address, "GET /streamed").await, begin(address, "GET /streamed").await];
    assert!(streams.iter().all(|(_, beginning)| beginning.starts_with("HTTP/1.1 200 ")));
    assert_exhausted(&begin(address, "GET /streamed").await.1);
    drop(streams);
    used(&api, |used| used == 0).await;
}

/// The response to a JSON body.
async fn respond(address: SocketAddr, path: &str, body: &str) -> String {
    let length = body.len();
    exchange(
        address,
        &format!("POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"),
    )
    .await
}

/// An array with as many copies of an item as fit.
fn array_of(item: &str, size: usize) -> String {
    let item = format!("{item},");
    format!("[{}{}]", item.repeat((size - item.len() - 2) / item.len()), item.trim_end_matches(','))
}

#[tokio::test]
async fn json_is_limited_by_the_memory_that_its_values_take() {
    let (server, api) = start(128 * MIB);
    let address = server.local_address();
    for item in ["0", "[]", "[0]", "{}", r#"{"":0}"#, r#"{"a":{"b":[0]}}"#] {
        let response = respond(address, "/json", &array_of(item, MIB)).await;
        assert!(response.starts_with("HTTP/1.1 413 "), "{item}: {response}");
        assert!(response.contains("the body is too large: it has too many values"), "{item}: {response}");
        let response = respond(address, "/json", &array_of(item, MIB / 16)).await;
        assert!(response.starts_with("HTTP/1.1 200 "), "{item}: {response}");
    }
    let text = format!("[{:?}]", ",[".repeat(MIB / 2 - 4));
    assert!(respond(address, "/json", &text).await.ends_with("\r\n1"), "what is in a string are no values");
    let nested = respond(address, "/json", &"[".repeat(MIB)).await;
    assert!(nested.starts_with("HTTP/1.1 400 ") && nested.contains("recursion limit exceeded"), "{nested}");
    used(&api, |bytes| bytes == 0).await;
    // Another body has the budget.
    let (server, _) = start(MIB);
    let _other = post(server.local_address(), MIB, MIB / 2).await;
    let response = respond(server.local_address(), "/json", &array_of("[]", MIB / 16)).await;
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
}

#[tokio::test]
async fn the_items_of_a_bulk_are_limited_one_by_one() {
    let (server, _) = start(128 * MIB);
    let address = server.local_address();
    let response = respond(address, "/bulk", &format!("[0,{},[[]]]", array_of("[]", MIB - 100))).await;
    assert!(
        response.ends_with("\r\nvalid; the item is not accepted: it has too many values - '1'; valid"),
        "{response}"
    );
    let response = respond(address, "/bulk", &array_of("0", MIB)).await;
    assert!(response.contains("an array of 524287 is too long (the most is 3)"), "{response}");
    let nested = respond(address, "/bulk", &"[".repeat(MIB)).await;
    assert!(nested.starts_with("HTTP/1.1 400 ") && nested.contains("nested more than 128 times"), "{nested}");
}
