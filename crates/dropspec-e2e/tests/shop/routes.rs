//! Routing.

use reqwest::Method;
use serde_json::json;

use crate::support::TestServer;

#[tokio::test]
async fn prefers_literal_path_segments_to_parameters() {
    let shop = TestServer::start().await;
    assert_eq!(shop.get("/items/count").await.body, json!(6));
    assert_eq!(shop.get("/items/AB-12").await.body["sku"], "AB-12");
}

#[tokio::test]
async fn decodes_path_parameters_with_suffixes() {
    let shop = TestServer::start().await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let response = shop.get(&format!("/shelves/-2/places/{key}.json")).await;
    assert_eq!(response.body, json!([-2, key]));
}

#[tokio::test]
async fn validates_path_parameters() {
    let shop = TestServer::start().await;
    let response = shop.get("/shelves/-4/places/7.json").await;
    let expected =
        [("shelf", "-4 is less than the minimum of -3 - 'shelf'"), ("place", "'7' is not a 'uuid' - 'place'")];
    assert_eq!(response.violations(), expected);
}

#[tokio::test]
async fn decodes_percent_encoded_path_parameters() {
    let shop = TestServer::start().await;
    assert_eq!(shop.get("/items/A%42-1%32").await.body["sku"], "AB-12");
    assert_eq!(shop.get("/items/a%2Fb").await.violations()[0].0, "sku");
}

#[tokio::test]
async fn returns_404_and_405_for_undeclared_paths_and_methods() {
    let shop = TestServer::start().await;
    assert_eq!(shop.get("/items/AB-12/parts").await.status, 404);
    let response = shop.request(Method::PUT, "/items/AB-12").await;
    assert_eq!((response.status, response.header("allow")), (405, Some("DELETE, GET, HEAD, OPTIONS")));
}
