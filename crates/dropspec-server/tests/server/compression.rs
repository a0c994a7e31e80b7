//! Compressed responses.

use std::io::Read;
use std::net::SocketAddr;

use dropspec_http::{Content, Error, HandlerFuture, Problem, RequestContext, Response, Route};
use dropspec_server::Server;
use flate2::read::GzDecoder;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Nothing, route, start_limited};

/// A body that is worth compressing.
fn long() -> String {
    "0123456789abcdef".repeat(100)
}

fn start(compression: bool) -> Server<Nothing> {
    let tagged = Route {
        handler: |_, call| {
            Box::pin(async {
                let sent = call.headers().get("if-none-match").and_then(|value| value.to_str().ok());
                let response = match sent {
                    Some("\"3\"") => Response::empty(StatusCode::NOT_MODIFIED),
                    _ => Response::bytes(StatusCode::OK, "application/json", format!("\"{}\"", long())),
                };
                response.header("etag", "\"3\"")
            })
        },
        ..route(Method::GET, "/tagged")
    };
    let changed = Route {
        handler: |_, call| {
            Box::pin(async {
                match call.headers().get("if-match").map(http::HeaderValue::as_bytes) {
                    Some(b"\"3\"") => Ok(Response::empty(StatusCode::NO_CONTENT).header("etag", "\"4\"")?),
                    _ => Err(Error::rejection(StatusCode::PRECONDITION_FAILED, Problem::default())),
                }
            })
        },
        ..route(Method::PUT, "/tagged")
    };
    let streamed = Route {
        handler: |_, _| {
            Box::pin(async {
                let parts = (0..100).map(|_| Ok::<_, std::io::Error>("0123456789abcdef".into()));
                Response::builder(200).content("text/csv", Content::stream(futures_util::stream::iter(parts))).build()
            })
        },
        ..route(Method::GET, "/streamed")
    };
    let short = bytes(route(Method::GET, "/short"), |_, _| {
        Box::pin(async { Ok(Response::bytes(StatusCode::OK, "text/plain", "short")) })
    });
    let image = bytes(route(Method::GET, "/image"), |_, _| {
        Box::pin(async { Ok(Response::bytes(StatusCode::OK, "image/png", long())) })
    });
    let events = bytes(route(Method::GET, "/events"), |_, _| {
        Box::pin(async { Ok(Response::bytes(StatusCode::OK, "text/event-stream", long())) })
    });
    let encoded = bytes(route(Method::GET, "/encoded"), |_, _| {
        Box::pin(async {
            let response = Response::bytes(StatusCode::OK, "text/plain", long());
            response.header("content-encoding", "gzip")?.header("etag", "\"3\"")
        })
    });
    let routes = vec![tagged, changed, streamed, short, image, events, encoded, route(Method::GET, "/empty")];
    start_limited(Nothing, routes, |config| config.compression = compression)
}

type Handler = for<'a> fn(&'a Nothing, &'a mut RequestContext) -> HandlerFuture<'a>;

fn bytes(route: Route<Nothing>, handler: Handler) -> Route<Nothing> {
    Route { handler, ..route }
}

struct Received {
    head: String,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

async fn request(address: SocketAddr, line: &str, headers: &str) -> Received {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // HTTP/1.0 has no chunks: the body is all that follows the head.
    let request = format!("{line} HTTP/1.0\r\nhost: a\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
    Received { head: String::from_utf8(bytes[..end].to_vec()).unwrap(), body: bytes[end..].to_vec() }
}

fn decode(encoding: &str, body: &[u8]) -> String {
    let mut text = String::new();
    match encoding {
        "gzip" => GzDecoder::new(body).read_to_string(&mut text).unwrap(),
        "br" => brotli::Decompressor::new(body, 4096).read_to_string(&mut text).unwrap(),
        _ => zstd::Decoder::new(body).unwrap().read_to_string(&mut text).unwrap(),
    };
    text
}

#[tokio::test]
async fn each_encoding_has_its_own_entity_tag() {
    let server = start(true);
    for encoding in ["gzip", "br", "zstd"] {
        let accept = format!("accept-encoding: {encoding}\r\n");
        let response = request(server.local_address(), "GET /tagged", &accept).await;
        assert_eq!(response.header("content-encoding"), Some(encoding));
        assert_eq!(response.header("etag"), Some(format!("\"3-{encoding}\"").as_str()));
        assert_eq!(response.header("vary"), Some("accept-encoding"));
        assert_eq!(response.header("content-length"), None);
        assert!(response.body.len() < 200, "{} bytes", response.body.len());
        assert_eq!(decode(encoding, &response.body), format!("\"{}\"", long()));
    }
}

#[tokio::test]
async fn a_client_that_does_not_ask_for_it_gets_no_encoding() {
    let server = start(true);
    for accept in ["", "accept-encoding: identity\r\n", "accept-encoding: gzip;q=0\r\n", "accept-encoding: other\r\n"] {
        let response = request(server.local_address(), "GET /tagged", accept).await;
        assert_eq!((response.header("content-encoding"), response.header("etag")), (None, Some("\"3\"")), "{accept}");
        assert_eq!(response.header("vary"), Some("accept-encoding"), "caches have to know");
        assert_eq!(response.header("content-length"), Some("1602"));
    }
}

#[tokio::test]
async fn entity_tags_of_encodings_are_accepted_in_preconditions() {
    let server = start(true);
    let address = server.local_address();
    let headers = "accept-encoding: gzip\r\nif-none-match: \"3-gzip\"\r\n";
    let response = request(address, "GET /tagged", headers).await;
    assert!(response.head.starts_with("HTTP/1.0 304 "), "{}", response.head);
    assert_eq!((response.header("etag"), response.header("vary")), (Some("\"3-gzip\""), Some("accept-encoding")));
    let response = request(address, "GET /tagged", "if-none-match: \"3\"\r\n").await;
    assert_eq!((response.header("etag"), response.header("vary")), (Some("\"3\""), None));
    for tag in ["\"3\"", "\"3-gzip\"", "\"3-br\"", "\"3-zstd\""] {
        let response = request(address, "PUT /tagged", &format!("if-match: {tag}\r\n")).await;
        assert!(response.head.starts_with("HTTP/1.0 204 "), "{}", response.head);
        assert_eq!(response.header("etag"), Some("\"4\""));
    }
    let response = request(address, "PUT /tagged", "if-match: \"3-other\"\r\n").await;
    assert!(response.head.starts_with("HTTP/1.0 412 "), "{}", response.head);
}

#[tokio::test]
async fn a_streamed_response_is_compressed() {
    let server = start(true);
    let response = request(server.local_address(), "GET /streamed", "accept-encoding: gzip\r\n").await;
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(decode("gzip", &response.body), long());
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = start(true);
    let response = request(server.local_address(), "HEAD /tagged", "accept-encoding: gzip\r\n").await;
    assert_eq!((response.header("content-encoding"), response.header("etag")), (Some("gzip"), Some("\"3-gzip\"")));
    assert_eq!(response.body, b"");
}

#[tokio::test]
async fn small_encoded_and_other_bodies_are_sent_as_they_are() {
    let server = start(true);
    for path in ["/short", "/image", "/events", "/empty"] {
        let response = request(server.local_address(), &format!("GET {path}"), "accept-encoding: gzip\r\n").await;
        assert_eq!((response.header("content-encoding"), response.header("vary")), (None, None), "{path}");
    }
    let response = request(server.local_address(), "GET /encoded", "accept-encoding: br\r\n").await;
    assert_eq!((response.header("content-encoding"), response.header("etag")), (Some("gzip"), Some("\"3\"")));
    assert_eq!(response.body, long().as_bytes());
}

#[tokio::test]
async fn compression_can_be_disabled() {
    let server = start(false);
    let response = request(server.local_address(), "GET /tagged", "accept-encoding: gzip\r\n").await;
    assert_eq!((response.header("content-encoding"), response.header("vary")), (None, None));
}
