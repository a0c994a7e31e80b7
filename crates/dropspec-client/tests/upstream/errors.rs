//! Upstreams that fail: the response is a problem that names the upstream.

use std::net::SocketAddr;
use std::time::Duration;

use crate::fake::{Fake, Reaction, level, response};
use crate::front::{STOCK, StockClient, calling, get, start, upstream};

/// An address that nothing listens on.
pub(crate) async fn nowhere() -> SocketAddr {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// Checks the status and the detail of the problem.
async fn check(fake: &Fake, status: u16, detail: &str) {
    let (found, problem) = get(&calling(fake.address)).await;
    assert_eq!((found, problem["detail"].as_str()), (status, Some(detail)), "{problem}");
    assert!(!problem.to_string().contains(&fake.address.to_string()), "the problem has no address: {problem}");
}

#[tokio::test]
async fn an_upstream_as_it_should_be_has_a_response() {
    let fake = Fake::sending(level()).await;
    assert_eq!(get(&calling(fake.address)).await, (200, 7.into()));
}

#[tokio::test]
async fn an_upstream_that_is_down_is_a_502() {
    let (status, problem) = get(&calling(nowhere().await)).await;
    assert_eq!((status, problem["detail"].as_str()), (502, Some("upstream stock cannot be reached")));
}

#[tokio::test]
async fn a_response_that_is_not_in_time_is_a_504() {
    for reaction in [|| Reaction::Wait, || Reaction::Drip] {
        let fake = Fake::start(move |_| reaction()).await;
        let server = start(upstream(STOCK, fake.address, "300ms"), Duration::from_secs(60));
        let (status, problem) = get(&server).await;
        assert_eq!((status, problem["detail"].as_str()), (504, Some("upstream stock did not respond in time")));
        assert_eq!(fake.requests().len(), 1, "the call is not repeated");
    }
}

#[tokio::test]
async fn a_status_that_is_an_error_is_a_502() {
    let problem = r#"{"type":"about:blank","title":"Not Found","status":404}"#;
    let fake = Fake::sending(response("404 Not Found", "application/problem+json", problem)).await;
    check(&fake, 502, "upstream stock responded with 404 Not Found").await;
    let fake = Fake::sending(response("500 Internal Server Error", "text/html", "<p>sorry")).await;
    check(&fake, 502, "upstream stock responded with 500 Internal Server Error").await;
}

#[tokio::test]
async fn a_response_that_is_not_as_documented_is_a_502() {
    for (media_type, body) in [
        ("text/html", "<p>welcome"),
        ("text/plain", r#"{"level":7}"#),
        ("application/json", "welcome"),
        ("application/json", r#"{"level":"high"}"#),
        ("application/json", r#"{"level":7"#),
        ("application/json", ""),
    ] {
        let fake = Fake::sending(response("200 OK", media_type, body)).await;
        check(&fake, 502, "upstream stock sent an invalid response").await;
    }
    let fake =
        Fake::sending("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n".to_owned()).await;
    check(&fake, 502, "upstream stock sent an invalid response").await;
    assert_eq!(fake.requests().len(), 1, "redirects are not followed");
}

#[tokio::test]
async fn a_response_that_is_too_large_is_a_502() {
    let body = format!("{{\"level\":7,\"more\":\"{}\"}}", "x".repeat(10_000));
    let fake = Fake::sending(response("200 OK", "application/json", &body)).await;
    check(&fake, 502, "upstream stock sent an invalid response").await;
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let fake = Fake::sending(format!("{head}{chunk}")).await;
    check(&fake, 502, "upstream stock sent an invalid response").await;
    assert_eq!(fake.requests().len(), 1, "the call is not repeated");
}

#[tokio::test]
async fn a_response_that_is_no_http_or_breaks_off_is_a_502() {
    for response in
        ["", "220 mail ready\r\n", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"]
    {
        let fake = Fake::start(move |_| Reaction::SendAndClose(response)).await;
        check(&fake, 502, "upstream stock cannot be reached").await;
        assert_eq!(fake.requests().len(), 2, "the call is repeated once");
    }
}

#[tokio::test]
async fn the_log_has_the_cause_without_the_url() {
    let address = nowhere().await;
    let client: StockClient = upstream(STOCK, address, "60s").client();
    let error = client.level("GET").await.unwrap_err();
    assert_eq!(error.service(), Some("stock"));
    let chain = dropspec_http::Error::from(error).chain();
    assert!(chain.starts_with("upstream stock cannot be reached: stock: cannot connect: "), "{chain}");
    assert!(chain.contains("Connection refused") && !chain.contains("/level"), "{chain}");

    let fake = Fake::sending(response("200 OK", "application/json", "welcome")).await;
    let client: StockClient = upstream(STOCK, fake.address, "60s").client();
    let chain = dropspec_http::Error::from(client.level("GET").await.unwrap_err()).chain();
    let expected = "upstream stock sent an invalid response: stock: the body of the response is not as documented: \
                    expected value at line 1 column 1";
    assert_eq!(chain, expected);
}
