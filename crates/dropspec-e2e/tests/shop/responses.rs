//! Responses.

use reqwest::Method;
use serde_json::json;

use crate::samples::fast;
use crate::support::TestServer;

#[tokio::test]
async fn sends_required_and_optional_headers() {
    let shop = TestServer::start().await;
    let response = shop.get("/items?in-stock=true").await;
    assert_eq!((response.header("x-total"), response.header("link")), (Some("20"), None));
    let response = shop.get("/items?in-stock=true&label=next").await;
    assert_eq!(response.header("link"), Some("</items>; rel=\"next\""));
    let response = shop.get("/items/AB-1").await;
    assert_eq!((response.header("etag"), response.header("x-age")), (Some("\"1\""), None));
}

#[tokio::test]
async fn sends_headers_without_a_body() {
    let shop = TestServer::start().await;
    let response = shop.request(Method::DELETE, "/items/UN-1").await;
    assert_eq!((response.status, response.header("x-undo")), (204, Some("yes")));
    let response = shop.request(Method::DELETE, "/items/AB-1").await;
    assert_eq!((response.status, response.header("x-undo")), (204, None));
}

#[tokio::test]
async fn returns_declared_problems() {
    let shop = TestServer::start().await;
    let response = shop.get("/items/NO-1").await;
    assert_eq!((response.status, &response.body["detail"]), (404, &json!("there is no such item")));
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    let response = shop.request(Method::DELETE, "/items/TE-1").await;
    assert_eq!((response.status, &response.body["title"]), (418, &json!("I'm a teapot")));
}

#[tokio::test]
async fn returns_500_for_responses_that_violate_their_schema() {
    let shop = TestServer::start().await;
    let mut body = fast();
    body["name"] = json!("grow");
    let response = shop.post_json("/echo/fast", body).await;
    assert_eq!((response.status, &response.body["detail"]), (500, &json!(null)));
}
