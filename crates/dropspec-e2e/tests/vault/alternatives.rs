//! One of several, several together, or none at all.

use serde_json::json;

use crate::support::{OpenVault, refusal_of, scoped, token, visitor_of};

#[tokio::test]
async fn one_of_several_will_do() {
    let vault = OpenVault::open().await;
    let query = format!("/either?vault+key={}", vault.key);
    assert_eq!(visitor_of(vault.get("/either").header("x-vault-key", &vault.key)).await, "ada by key");
    assert_eq!(visitor_of(vault.get(&query)).await, "ada by queryKey");
    assert_eq!(visitor_of(vault.get("/either").basic_auth("Ada", Some("open sesame"))).await, "Ada by password");
    // Both: the first in the document's order that holds.
    assert_eq!(visitor_of(vault.get(&query).header("x-vault-key", &vault.key)).await, "ada by key");
    assert_eq!(visitor_of(vault.get(&query).header("x-vault-key", "wrong")).await, "ada by queryKey");
}

#[tokio::test]
async fn each_of_several_is_told_of() {
    let vault = OpenVault::open().await;
    let header = r#"ApiKey realm="key", in="header", name="x-vault-key""#;
    let others = r#"ApiKey realm="queryKey", in="query", name="vault key"
Basic realm="password", charset="UTF-8""#;
    assert_eq!(
        refusal_of(vault.get("/either")).await,
        format!("401: credentials are required, and the request has none\n{header}\n{others}")
    );
    let reason = r#"error="invalid_token", error_description="the key is not known""#;
    assert_eq!(
        refusal_of(vault.get("/either").header("x-vault-key", "wrong")).await,
        format!("401: the key is not known\n{header}, {reason}\n{others}")
    );
}

#[tokio::test]
async fn several_are_needed_together() {
    let vault = OpenVault::open().await;
    let (key, token) = (&vault.key, token(json!({})));
    let both = vault.get("/both").header("x-vault-key", key).bearer_auth(&token);
    assert_eq!(visitor_of(both).await, "ada by key and alan by token");
    assert_eq!(
        refusal_of(vault.get("/both").header("x-vault-key", key)).await,
        "401: further credentials are required\nBearer realm=\"token\""
    );
    assert_eq!(
        refusal_of(vault.get("/both").bearer_auth(&token)).await,
        "401: further credentials are required\nApiKey realm=\"key\", in=\"header\", name=\"x-vault-key\""
    );
    let wrong = vault.get("/both").header("x-vault-key", "wrong").bearer_auth(&token);
    assert!(refusal_of(wrong).await.starts_with("401: the key is not known\nApiKey realm=\"key\""));
}

#[tokio::test]
async fn the_same_token_may_do_alone_or_together_with_a_key() {
    let vault = OpenVault::open().await;
    let ask = |scope| vault.get("/mixed").bearer_auth(scoped(scope));
    assert_eq!(visitor_of(ask("admin")).await, "alan by oauth");
    assert_eq!(visitor_of(ask("read").header("x-vault-key", &vault.key)).await, "alan by oauth and ada by key");
    assert!(refusal_of(ask("read")).await.starts_with("403: scopes are missing: `admin`\n"));
    let neither = refusal_of(ask("write").header("x-vault-key", &vault.key)).await;
    assert!(neither.starts_with("403: scopes are missing: `admin`, or `read`\n"), "{neither}");
}

#[tokio::test]
async fn nobody_may_be_an_alternative() {
    let vault = OpenVault::open().await;
    assert_eq!(visitor_of(vault.get("/hall")).await, "nobody");
    assert_eq!(visitor_of(vault.get("/hall").bearer_auth(scoped("read"))).await, "alan by oauth");
    // Credentials of another scheme are not ours to judge.
    assert_eq!(visitor_of(vault.get("/hall").basic_auth("Ada", Some("sesame"))).await, "nobody");
}

#[tokio::test]
async fn who_brings_credentials_is_not_nobody() {
    let vault = OpenVault::open().await;
    let forged = refusal_of(vault.get("/hall").bearer_auth("a.b.c")).await;
    assert!(forged.starts_with("401: the token is malformed"), "{forged}");
    let weak = refusal_of(vault.get("/hall").bearer_auth(scoped("write"))).await;
    assert!(weak.starts_with("403: scopes are missing: `read`\n"), "{weak}");
}
