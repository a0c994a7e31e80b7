//! Scopes: what credentials allow.

use crate::support::{OpenVault, refusal_of, scoped, token, visitor_of};

#[tokio::test]
async fn all_scopes_are_needed() {
    let vault = OpenVault::open().await;
    let ask = |scope| vault.get("/scopes").bearer_auth(scoped(scope));
    assert_eq!(visitor_of(ask("read write")).await, "alan by oauth");
    assert_eq!(visitor_of(ask("admin write read")).await, "alan by oauth");
    let challenge = r#"Bearer realm="oauth", scope="read write", error="insufficient_scope""#;
    assert_eq!(refusal_of(ask("read")).await, format!("403: scopes are missing: `write`\n{challenge}"));
    let none = "403: scopes are missing: `read` and `write`";
    assert_eq!(refusal_of(ask("reader READ")).await, format!("{none}\n{challenge}"));
}

#[tokio::test]
async fn what_does_not_hold_is_told_before_scopes() {
    let vault = OpenVault::open().await;
    let missing = "401: credentials are required, and the request has none";
    let challenge = r#"Bearer realm="oauth", scope="read write""#;
    assert_eq!(refusal_of(vault.get("/scopes")).await, format!("{missing}\n{challenge}"));
    let forged = token(serde_json::json!({ "scope": "read write" }));
    let refusal = refusal_of(vault.get("/scopes").bearer_auth(forged)).await;
    assert!(refusal.starts_with("401: the token is signed with an algorithm that is not allowed\n"), "{refusal}");
}

#[tokio::test]
async fn scopes_that_the_document_does_not_list_are_needed_as_well() {
    let vault = OpenVault::open().await;
    let ask = |scope| vault.get("/discovered").bearer_auth(scoped(scope));
    assert_eq!(visitor_of(ask("vault")).await, "alan by discovered");
    assert!(refusal_of(ask("read")).await.starts_with("403: scopes are missing: `vault`\n"));
}
