//! Silent, slow and idle connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use dropspec_http::{Content, Response, Route};
use dropspec_schema::{Components, Schema};
use futures_util::stream;
use http::{Method, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Nothing, exchange, rest, route, some, start_limited};

static COMPONENTS: Components = Components::new("{}");
static TEXT: Schema = Schema::new(&COMPONENTS, r#"{ "type": "string" }"#);

const GET: &str = "GET /a HTTP/1.1\r\nhost: a\r\n\r\n";
const LAST: &str = "GET /a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
const HALF_A_HEAD: &str = "GET /a HTTP/1.1\r\nhost:";
const HALF_A_BODY: &str = "POST /text HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf";

const SHORT: Duration = Duration::from_millis(400);

fn routes() -> Vec<Route<Nothing>> {
    let text = Route {
        handler: |_, call| {
            Box::pin(async {
                let _: String = call.text(&TEXT).await?;
                Ok(Response::empty(StatusCode::NO_CONTENT))
            })
        },
        ..route(Method::POST, "/text")
    };
    let slow = Route {
        handler: |_, _| {
            Box::pin(async {
                sleep(4 * SHORT).await;
                Ok(Response::empty(StatusCode::NO_CONTENT))
            })
        },
        ..route(Method::GET, "/slow")
    };
    vec![route(Method::GET, "/a"), route(Method::GET, "/"), text, slow]
}

/// A connection on which a request was completed.
async fn used(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(GET.as_bytes()).await.unwrap();
    assert!(some(&mut stream).await.starts_with("HTTP/1.1 204 "));
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_bad_connections_time_out_while_others_are_served() {
    let server = start_limited(Nothing, routes(), |config| config.timeouts.read = Duration::from_secs(2));
    let address = server.local_address();
    let mut bad = JoinSet::new();
    for number in 0..500 {
        let beginning = ["", HALF_A_HEAD, HALF_A_BODY][number % 3];
        bad.spawn(async move {
            let begin = Instant::now();
            let response = exchange(address, beginning).await;
            (beginning, response, begin.elapsed())
        });
    }
    let mut served = 0;
    while !bad.is_empty() {
        let begin = Instant::now();
        assert!(exchange(address, LAST).await.starts_with("HTTP/1.1 204 "));
        assert!(begin.elapsed() < Duration::from_secs(1), "others have to wait: {:?}", begin.elapsed());
        served += 1;
        while let Some(closed) = bad.try_join_next() {
            let (beginning, response, after) = closed.unwrap();
            assert!((Duration::from_millis(1900)..Duration::from_secs(5)).contains(&after), "{beginning}: {after:?}");
            let expected = if beginning == HALF_A_BODY { "HTTP/1.1 408 Request Timeout\r\n" } else { "" };
            assert!(
                response.starts_with(expected) && response.is_empty() == expected.is_empty(),
                "{beginning}: {response}"
            );
        }
    }
    assert!(served > 10, "{served} others were served");
}

#[tokio::test]
async fn a_stalled_body_is_a_408() {
    let server = start_limited(Nothing, routes(), |config| config.timeouts.read = SHORT);
    let response = exchange(server.local_address(), HALF_A_BODY).await;
    assert!(response.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{response}");
    for part in ["connection: close\r\n", "application/problem+json", r#""detail":"request body timed out""#] {
        assert!(response.contains(part), "{part} {response}");
    }
}

#[tokio::test]
async fn the_read_timeout_holds_for_the_second_head_too() {
    let server = start_limited(Nothing, routes(), |config| config.timeouts.read = SHORT);
    let mut stream = used(server.local_address()).await;
    sleep(2 * SHORT).await;
    // Byte by byte does not help.
    let begin = Instant::now();
    while let Ok(()) = stream.write_all(b"G").await {
        assert!(begin.elapsed() < Duration::from_secs(10), "it is read for ever");
        sleep(SHORT / 8).await;
    }
    assert!(begin.elapsed() > SHORT);
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let server = start_limited(Nothing, routes(), |config| config.timeouts.idle = SHORT);
    let mut stream = used(server.local_address()).await;
    for _ in 0..8 {
        sleep(SHORT / 4).await;
        stream.write_all(GET.as_bytes()).await.unwrap();
        assert!(some(&mut stream).await.starts_with("HTTP/1.1 204 "), "it is in use");
    }
    let begin = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(begin.elapsed() > SHORT / 2, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_silent_connection_is_closed_whoever_had_its_port_before() {
    let server = start_limited(Nothing, routes(), |config| config.timeouts.read = SHORT);
    let from = |host: u8, port| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, host], port).into()).unwrap();
        socket.connect(server.local_address())
    };
    let mut other = from(1, 0).await.unwrap();
    let port = other.local_addr().unwrap().port();
    other.write_all(LAST.as_bytes()).await.unwrap();
    assert!(rest(&mut other).await.starts_with("HTTP/1.1 204 "));
    let begin = Instant::now();
    assert_eq!(rest(&mut from(2, port).await.unwrap()).await, "");
    assert!(begin.elapsed() > SHORT / 2, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_request_in_flight_keeps_its_connection() {
    let server = start_limited(Nothing, routes(), |config| {
        (config.timeouts.idle, config.timeouts.read, config.max_connections) = (SHORT, SHORT, 1);
    });
    let address = server.local_address();
    let mut others = Vec::new();
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    sleep(SHORT / 4).await;
    for _ in 0..3 {
        others.push(TcpStream::connect(address).await.unwrap());
    }
    assert!(rest(&mut slow).await.starts_with("HTTP/1.1 204 "));
}

/// The connection preface, no settings, and by the static table `GET http://a/`, without a body, on stream 1 (RFC 9113, RFC 7541).
pub(crate) const HTTP2: &[u8] =
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x06\x01\x05\0\0\0\x01\x82\x86\x84\x41\x01a";

#[tokio::test]
async fn an_idle_connection_by_http2_is_closed() {
    let server = start_limited(Nothing, routes(), |config| {
        (config.timeouts.read, config.timeouts.idle) = (SHORT, 3 * SHORT);
    });
    let address = server.local_address();
    // The one acknowledges the settings of the server, which is the last that comes; it is no head of a request.
    let begin = Instant::now();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(HTTP2).await.unwrap();
    sleep(SHORT / 2).await;
    stream.write_all(b"\0\0\0\x04\x01\0\0\0\0").await.unwrap();
    let response = rest(&mut stream).await;
    assert!(response.contains("\x01\x05\0\0\0\x01"), "there is a response: {response:?}");
    assert!(begin.elapsed() > 2 * SHORT, "{:?}", begin.elapsed());
    // The other only says which version it speaks.
    let begin = Instant::now();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&HTTP2[..33]).await.unwrap();
    rest(&mut stream).await;
    assert!(begin.elapsed() < 3 * SHORT, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn the_longest_idle_of_too_many_connections_are_closed() {
    let server = start_limited(Nothing, routes(), |config| config.max_connections = 3);
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(used(server.local_address()).await);
        // As long as it takes to be noticed.
        sleep(Duration::from_millis(100)).await;
    }
    let (old, new) = all.split_at_mut(3);
    for stream in old {
        assert_eq!(rest(stream).await, "");
    }
    sleep(Duration::from_secs(2)).await;
    for stream in new {
        stream.write_all(GET.as_bytes()).await.unwrap();
        assert!(some(stream).await.starts_with("HTTP/1.1 204 "));
    }
}

/// Responds without end, to clients that read.
struct Endless(Arc<()>);

#[tokio::test]
async fn a_client_that_does_not_read_its_response_is_disconnected() {
    let route = Route::<Endless> {
        operation: "endless",
        method: Method::GET,
        path: "/",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |api, _| {
            Box::pin(async {
                let sending = Arc::clone(&api.0);
                let part = move |()| {
                    let _ = &sending;
                    Ok::<_, std::io::Error>(Bytes::from_static(&[b'a'; 65536]))
                };
                let parts = futures_util::StreamExt::map(stream::repeat(()), part);
                Response::builder(200).content("text/plain", Content::stream(parts)).build()
            })
        },
    };
    let sending = Arc::new(());
    let server = start_limited(Endless(Arc::clone(&sending)), vec![route], |config| config.timeouts.idle = SHORT);
    let mut stream = TcpStream::connect(server.local_address()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    some(&mut stream).await;
    assert_eq!(Arc::strong_count(&sending), 3, "the test, the service, and the body");
    let begin = Instant::now();
    while Arc::strong_count(&sending) == 3 {
        assert!(begin.elapsed() < Duration::from_secs(20), "it sends for ever");
        sleep(SHORT / 8).await;
    }
}
