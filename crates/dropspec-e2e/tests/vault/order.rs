//! Who calls is asked before anything else.

use reqwest::Method;
use serde_json::json;

use crate::support::{OpenVault, refusal_of, status_of, token, visitor_of};

#[tokio::test]
async fn parameters_are_not_read_for_strangers() {
    let vault = OpenVault::open().await;
    assert_eq!(status_of(vault.get("/query?count=none&other=1")).await, 401);
    let refusal = refusal_of(vault.get(&format!("/query?count=none&other=1&vault+key={}", vault.key))).await;
    assert_eq!(refusal, "400: there is no such parameter - 'other'");
    assert_eq!(status_of(vault.get("/door?vault+key=1")).await, 401);
    // The key of another operation is no parameter of this one.
    let refusal = refusal_of(vault.get("/door?vault+key=1").header("x-vault-key", &vault.key)).await;
    assert_eq!(refusal, "400: there is no such parameter - 'vault key'");
}

#[tokio::test]
async fn bodies_are_not_read_for_strangers() {
    let vault = OpenVault::open().await;
    let knock = |body: String| vault.post("/token").header("content-type", "application/json").body(body);
    assert_eq!(status_of(knock("x".repeat(1000))).await, 401);
    assert_eq!(status_of(knock("x".repeat(1000)).bearer_auth(token(json!({})))).await, 413);
    assert_eq!(status_of(knock("\"too long\"".to_owned()).bearer_auth(token(json!({})))).await, 400);
    assert_eq!(visitor_of(knock("\"hello\"".to_owned()).bearer_auth(token(json!({})))).await, "alan by token");
}

#[tokio::test]
async fn head_asks_as_get_does() {
    let vault = OpenVault::open().await;
    let head = |key: &str| {
        let (client, request) = vault.get("/door").header("x-vault-key", key).build_split();
        let mut request = request.unwrap();
        *request.method_mut() = Method::HEAD;
        reqwest::RequestBuilder::from_parts(client, request)
    };
    assert_eq!(status_of(head("wrong")).await, 401);
    assert_eq!(status_of(head(&vault.key)).await, 200);
}
