//! Callers are authenticated before the rest of the request is read.

use reqwest::Method;
use serde_json::json;

use crate::support::{TestServer, identity_of, rejection_of, status_of};
use crate::tokens::token;

#[tokio::test]
async fn authenticates_before_validating_parameters() {
    let vault = TestServer::start().await;
    assert_eq!(status_of(vault.get("/query?count=none&other=1")).await, 401);
    let rejection = rejection_of(vault.get(&format!("/query?count=none&other=1&vault+key={}", vault.key))).await;
    assert_eq!(rejection, "400: unknown query parameter - 'other'");
    assert_eq!(status_of(vault.get("/door?vault+key=1")).await, 401);
    // The key parameter of another operation is unknown here.
    let rejection = rejection_of(vault.get("/door?vault+key=1").header("x-vault-key", &vault.key)).await;
    assert_eq!(rejection, "400: unknown query parameter - 'vault key'");
}

#[tokio::test]
async fn authenticates_before_reading_the_body() {
    let vault = TestServer::start().await;
    let request = |body: String| vault.post("/token").header("content-type", "application/json").body(body);
    assert_eq!(status_of(request("x".repeat(1000))).await, 401);
    assert_eq!(status_of(request("x".repeat(1000)).bearer_auth(token(json!({})))).await, 413);
    assert_eq!(status_of(request("\"too long\"".to_owned()).bearer_auth(token(json!({})))).await, 400);
    assert_eq!(identity_of(request("\"hello\"".to_owned()).bearer_auth(token(json!({})))).await, "alan by token");
}

#[tokio::test]
async fn requires_the_same_credentials_for_head_as_for_get() {
    let vault = TestServer::start().await;
    let head = |key: &str| {
        let (client, request) = vault.get("/door").header("x-vault-key", key).build_split();
        let mut request = request.unwrap();
        *request.method_mut() = Method::HEAD;
        reqwest::RequestBuilder::from_parts(client, request)
    };
    assert_eq!(status_of(head("wrong")).await, 401);
    assert_eq!(status_of(head(&vault.key)).await, 200);
}
