//! Scopes of credentials.

use crate::support::{TestServer, identity_of, rejection_of};
use crate::tokens::{scoped, token};

#[tokio::test]
async fn requires_all_scopes() {
    let vault = TestServer::start().await;
    let request = |scope| vault.get("/scopes").bearer_auth(scoped(scope));
    assert_eq!(identity_of(request("read write")).await, "alan by oauth");
    assert_eq!(identity_of(request("admin write read")).await, "alan by oauth");
    let challenge = r#"Bearer realm="oauth", scope="read write", error="insufficient_scope""#;
    assert_eq!(rejection_of(request("read")).await, format!("403: missing scopes: `write`\n{challenge}"));
    let none = "403: missing scopes: `read` and `write`";
    assert_eq!(rejection_of(request("reader READ")).await, format!("{none}\n{challenge}"));
}

#[tokio::test]
async fn rejects_invalid_credentials_before_checking_scopes() {
    let vault = TestServer::start().await;
    let missing = "401: credentials are required";
    let challenge = r#"Bearer realm="oauth", scope="read write""#;
    assert_eq!(rejection_of(vault.get("/scopes")).await, format!("{missing}\n{challenge}"));
    let forged = token(serde_json::json!({ "scope": "read write" }));
    let rejection = rejection_of(vault.get("/scopes").bearer_auth(forged)).await;
    assert!(rejection.starts_with("401: token signature algorithm not allowed\n"), "{rejection}");
}

#[tokio::test]
async fn requires_scopes_that_the_scheme_does_not_list() {
    let vault = TestServer::start().await;
    let request = |scope| vault.get("/discovered").bearer_auth(scoped(scope));
    assert_eq!(identity_of(request("vault")).await, "alan by discovered");
    assert!(rejection_of(request("read")).await.starts_with("403: missing scopes: `vault`\n"));
}
