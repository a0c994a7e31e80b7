//! Alternative, combined and optional security requirements.

use serde_json::json;

use crate::support::{TestServer, identity_of, rejection_of};
use crate::tokens::{scoped, token};

#[tokio::test]
async fn accepts_any_of_several_alternatives() {
    let vault = TestServer::start().await;
    let query = format!("/either?vault+key={}", vault.key);
    assert_eq!(identity_of(vault.get("/either").header("x-vault-key", &vault.key)).await, "ada by key");
    assert_eq!(identity_of(vault.get(&query)).await, "ada by queryKey");
    assert_eq!(identity_of(vault.get("/either").basic_auth("Ada", Some("open sesame"))).await, "Ada by password");
    // With several credentials, the first satisfied requirement in the order of the document counts.
    assert_eq!(identity_of(vault.get(&query).header("x-vault-key", &vault.key)).await, "ada by key");
    assert_eq!(identity_of(vault.get(&query).header("x-vault-key", "wrong")).await, "ada by queryKey");
}

#[tokio::test]
async fn sends_a_challenge_for_each_alternative() {
    let vault = TestServer::start().await;
    let header = r#"ApiKey realm="key", in="header", name="x-vault-key""#;
    let others = r#"ApiKey realm="queryKey", in="query", name="vault key"
Basic realm="password", charset="UTF-8""#;
    assert_eq!(rejection_of(vault.get("/either")).await, format!("401: credentials are required\n{header}\n{others}"));
    let reason = r#"error="invalid_token", error_description="unknown API key""#;
    assert_eq!(
        rejection_of(vault.get("/either").header("x-vault-key", "wrong")).await,
        format!("401: unknown API key\n{header}, {reason}\n{others}")
    );
}

#[tokio::test]
async fn requires_all_combined_schemes() {
    let vault = TestServer::start().await;
    let (key, token) = (&vault.key, token(json!({})));
    let both = vault.get("/both").header("x-vault-key", key).bearer_auth(&token);
    assert_eq!(identity_of(both).await, "ada by key and alan by token");
    assert_eq!(
        rejection_of(vault.get("/both").header("x-vault-key", key)).await,
        "401: more credentials are required\nBearer realm=\"token\""
    );
    assert_eq!(
        rejection_of(vault.get("/both").bearer_auth(&token)).await,
        "401: more credentials are required\nApiKey realm=\"key\", in=\"header\", name=\"x-vault-key\""
    );
    let wrong = vault.get("/both").header("x-vault-key", "wrong").bearer_auth(&token);
    assert!(rejection_of(wrong).await.starts_with("401: unknown API key\nApiKey realm=\"key\""));
}

#[tokio::test]
async fn accepts_a_scheme_alone_or_combined() {
    let vault = TestServer::start().await;
    let request = |scope| vault.get("/mixed").bearer_auth(scoped(scope));
    assert_eq!(identity_of(request("admin")).await, "alan by oauth");
    assert_eq!(identity_of(request("read").header("x-vault-key", &vault.key)).await, "alan by oauth and ada by key");
    assert!(rejection_of(request("read")).await.starts_with("403: missing scopes: `admin`\n"));
    let neither = rejection_of(request("write").header("x-vault-key", &vault.key)).await;
    assert!(neither.starts_with("403: missing scopes: `admin`, or `read`\n"), "{neither}");
}

#[tokio::test]
async fn accepts_anonymous_requests_where_security_is_optional() {
    let vault = TestServer::start().await;
    assert_eq!(identity_of(vault.get("/hall")).await, "anonymous");
    assert_eq!(identity_of(vault.get("/hall").bearer_auth(scoped("read"))).await, "alan by oauth");
    // Credentials of other schemes are ignored.
    assert_eq!(identity_of(vault.get("/hall").basic_auth("Ada", Some("sesame"))).await, "anonymous");
}

#[tokio::test]
async fn rejects_invalid_credentials_where_security_is_optional() {
    let vault = TestServer::start().await;
    let forged = rejection_of(vault.get("/hall").bearer_auth("a.b.c")).await;
    assert!(forged.starts_with("401: malformed token"), "{forged}");
    let weak = rejection_of(vault.get("/hall").bearer_auth(scoped("write"))).await;
    assert!(weak.starts_with("403: missing scopes: `read`\n"), "{weak}");
}
