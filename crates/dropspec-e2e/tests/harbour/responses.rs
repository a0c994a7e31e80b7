//! Responses of every media type and status.

use reqwest::Response;

use crate::support::TestServer;

async fn weather(harbour: &TestServer, response: &str, accept: &str) -> Response {
    let path = if response.is_empty() { "/weather".to_owned() } else { format!("/weather?response={response}") };
    harbour.at("GET", &path).header("accept", accept).send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn negotiates_the_media_type() {
    let harbour = TestServer::start().await;
    for (accept, media_type, body) in [
        ("*/*", "application/json", r#"{"height":1}"#),
        ("text/plain", "text/plain", "fair"),
        ("image/*, application/json;q=0.5", "image/png", "PNG"),
        ("application/json;q=0.1, text/*;q=0.2", "text/plain", "fair"),
    ] {
        let response = weather(&harbour, "", accept).await;
        assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, media_type), "{accept}");
        assert_eq!(header(&response, "x-winds"), "3,4");
        assert_eq!(response.text().await.unwrap(), body);
    }
    let response = weather(&harbour, "", "audio/ogg").await;
    assert_eq!(response.status(), 406);
}

#[tokio::test]
async fn returns_statuses_of_declared_ranges() {
    let harbour = TestServer::start().await;
    for (name, status, media_type) in [
        ("class", 202, ""),
        ("changed", 299, ""),
        ("wrong", 418, "application/problem+json"),
        ("anything", 502, "text/plain"),
    ] {
        let response = weather(&harbour, name, "*/*").await;
        assert_eq!((response.status().as_u16(), header(&response, "content-type")), (status, media_type), "{name}");
    }
}

#[tokio::test]
async fn validates_response_headers_and_texts() {
    let harbour = TestServer::start().await;
    let response = weather(&harbour, "winter", "*/*").await;
    assert_eq!((response.status().as_u16(), header(&response, "x-season")), (200, "winter"));
    for name in ["storm", "silence"] {
        assert_eq!(weather(&harbour, name, "*/*").await.status(), 500, "{name}");
    }
}

#[tokio::test]
async fn streams_responses() {
    let harbour = TestServer::start().await;
    let response = harbour.at("GET", "/charts/sea").send().await.unwrap();
    assert_eq!(header(&response, "content-type"), "image/gif");
    assert_eq!(response.text().await.unwrap(), "abcd");
    // The document declares an image.
    assert_eq!(harbour.at("GET", "/charts/text").send().await.unwrap().status(), 500);
}

#[tokio::test]
async fn prefers_declared_head_operations() {
    let harbour = TestServer::start().await;
    assert_eq!(harbour.at("HEAD", "/charts/sea").send().await.unwrap().status(), 204);
    assert_eq!(harbour.at("HEAD", "/weather").send().await.unwrap().status(), 200);
}
