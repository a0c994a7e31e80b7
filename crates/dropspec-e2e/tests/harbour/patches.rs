//! What a path says of its patches, and bodies whose size the document limits.

use reqwest::Response;

use crate::support::OpenHarbour;

const ACCEPTED: &str = "application/merge-patch+json, text/plain";

async fn patch(harbour: &OpenHarbour, media_type: &str, body: String) -> Response {
    harbour.at("PATCH", "/ships/1").header("content-type", media_type).body(body).send().await.unwrap()
}

#[tokio::test]
async fn a_path_tells_the_patches_that_it_accepts() {
    let harbour = OpenHarbour::open().await;
    let options = harbour.at("OPTIONS", "/ships/1").send().await.unwrap();
    assert_eq!(options.headers()["accept-patch"], ACCEPTED);
    assert_eq!(options.headers()["allow"], "GET, HEAD, OPTIONS, PATCH");
    let refusal = patch(&harbour, "application/json", "{}".to_owned()).await;
    assert_eq!((refusal.status().as_u16(), &refusal.headers()["accept-patch"]), (415, &ACCEPTED.parse().unwrap()));
    assert_eq!(patch(&harbour, "application/merge-patch+json", "{}".to_owned()).await.status(), 204);
}

#[tokio::test]
async fn other_paths_have_none() {
    let harbour = OpenHarbour::open().await;
    let options = harbour.at("OPTIONS", "/cargo").send().await.unwrap();
    assert!(!options.headers().contains_key("accept-patch"), "{options:?}");
    let refusal = harbour.at("POST", "/cargo").header("content-type", "text/csv").body("a").send().await.unwrap();
    assert_eq!(refusal.status(), 415);
    assert!(!refusal.headers().contains_key("accept-patch"), "{refusal:?}");
}

#[tokio::test]
async fn a_body_is_as_large_as_the_document_says() {
    let harbour = OpenHarbour::open().await;
    assert_eq!(patch(&harbour, "text/plain", "x".repeat(64)).await.status(), 204);
    let refusal = patch(&harbour, "text/plain", "x".repeat(65)).await;
    assert_eq!(refusal.status(), 413);
    assert!(refusal.text().await.unwrap().contains("the body is larger than 64 bytes"));
}
