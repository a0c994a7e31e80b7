//! The `Accept-Patch` header, and body limits declared in the document.

use reqwest::Response;

use crate::support::TestServer;

const ACCEPTED: &str = "application/merge-patch+json, text/plain";

async fn patch(harbour: &TestServer, media_type: &str, body: String) -> Response {
    harbour.at("PATCH", "/ships/1").header("content-type", media_type).body(body).send().await.unwrap()
}

#[tokio::test]
async fn sends_accept_patch_for_paths_with_patch() {
    let harbour = TestServer::start().await;
    let options = harbour.at("OPTIONS", "/ships/1").send().await.unwrap();
    assert_eq!(options.headers()["accept-patch"], ACCEPTED);
    assert_eq!(options.headers()["allow"], "GET, HEAD, OPTIONS, PATCH");
    let response = patch(&harbour, "application/json", "{}".to_owned()).await;
    assert_eq!((response.status().as_u16(), &response.headers()["accept-patch"]), (415, &ACCEPTED.parse().unwrap()));
    assert_eq!(patch(&harbour, "application/merge-patch+json", "{}".to_owned()).await.status(), 204);
}

#[tokio::test]
async fn sends_no_accept_patch_for_other_paths() {
    let harbour = TestServer::start().await;
    let options = harbour.at("OPTIONS", "/cargo").send().await.unwrap();
    assert!(!options.headers().contains_key("accept-patch"), "{options:?}");
    let response = harbour.at("POST", "/cargo").header("content-type", "text/csv").body("a").send().await.unwrap();
    assert_eq!(response.status(), 415);
    assert!(!response.headers().contains_key("accept-patch"), "{response:?}");
}

#[tokio::test]
async fn enforces_the_body_limit_of_the_document() {
    let harbour = TestServer::start().await;
    assert_eq!(patch(&harbour, "text/plain", "x".repeat(64)).await.status(), 204);
    let response = patch(&harbour, "text/plain", "x".repeat(65)).await;
    assert_eq!(response.status(), 413);
    assert!(response.text().await.unwrap().contains("the body is larger than 64 bytes"));
}
