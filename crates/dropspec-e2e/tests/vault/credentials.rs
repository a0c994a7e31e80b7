//! Each kind of credentials: right, wrong, malformed and missing.

use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{OpenVault, refusal_of, scoped, token, visitor_of};

const MISSING: &str = "401: credentials are required, and the request has none";

#[tokio::test]
async fn a_key_in_a_header() {
    let vault = OpenVault::open().await;
    let door = || vault.get("/door");
    assert_eq!(visitor_of(door().header("x-vault-key", &vault.key)).await, "ada by key");
    let challenge = r#"ApiKey realm="key", in="header", name="x-vault-key""#;
    assert_eq!(refusal_of(door()).await, format!("{MISSING}\n{challenge}"));
    assert_eq!(refusal_of(door().bearer_auth(&vault.key)).await, format!("{MISSING}\n{challenge}"));
    let refused =
        |reason| format!("401: {reason}\n{challenge}, error=\"invalid_token\", error_description=\"{reason}\"");
    assert_eq!(refusal_of(door().header("x-vault-key", "vault_1_2")).await, refused("the key is not known"));
    assert_eq!(refusal_of(door().header("x-vault-key", "")).await, refused("the key is empty"));
    let twice = door().header("x-vault-key", &vault.key).header("x-vault-key", &vault.key);
    assert_eq!(refusal_of(twice).await, refused("the key is there more than once"));
}

#[tokio::test]
async fn a_key_in_the_query() {
    let vault = OpenVault::open().await;
    let (key, ask) = (&vault.key, |query: &str| vault.get(&format!("/query?{query}")));
    assert_eq!(visitor_of(ask(&format!("vault+key={key}"))).await, "ada by queryKey");
    assert_eq!(visitor_of(ask(&format!("count=2&vault%20key={key}"))).await, "ada by queryKey");
    let challenge = r#"ApiKey realm="queryKey", in="query", name="vault key""#;
    assert_eq!(refusal_of(ask("count=2")).await, format!("{MISSING}\n{challenge}"));
    let twice = refusal_of(ask(&format!("vault+key={key}&vault+key={key}"))).await;
    assert!(twice.starts_with("401: the key is there more than once\n"), "{twice}");
}

#[tokio::test]
async fn a_key_in_a_cookie() {
    let vault = OpenVault::open().await;
    let ask = |cookie: &str| vault.get("/cookie").header("cookie", cookie);
    assert_eq!(visitor_of(ask("theme=dark; sid=c0ffee")).await, "grace by session");
    let challenge = r#"ApiKey realm="session", in="cookie", name="sid""#;
    assert_eq!(refusal_of(ask("theme=dark")).await, format!("{MISSING}\n{challenge}"));
    let over = format!("{challenge}, error=\"invalid_token\", error_description=\"the session is over\"");
    assert_eq!(refusal_of(ask("sid=decaf")).await, format!("401: the session is over\n{over}"));
}

#[tokio::test]
async fn user_and_password() {
    let vault = OpenVault::open().await;
    let ask = || vault.get("/password");
    assert_eq!(visitor_of(ask().basic_auth("Ada", Some("open sesame"))).await, "Ada by password");
    let challenge = r#"Basic realm="password", charset="UTF-8""#;
    assert_eq!(refusal_of(ask()).await, format!("{MISSING}\n{challenge}"));
    let wrong = ask().basic_auth("Ada", Some("sesame"));
    assert_eq!(refusal_of(wrong).await, format!("401: user or password is wrong\n{challenge}"));
    let malformed = ask().header("authorization", "Basic ***");
    assert_eq!(refusal_of(malformed).await, format!("401: user and password are not in Base64\n{challenge}"));
}

fn knock(vault: &OpenVault, token: &str) -> RequestBuilder {
    vault.post("/token").bearer_auth(token).header("content-type", "application/json").body("\"hello\"")
}

#[tokio::test]
async fn a_token() {
    let vault = OpenVault::open().await;
    assert_eq!(visitor_of(knock(&vault, &token(json!({})))).await, "alan by token");
    assert_eq!(refusal_of(vault.post("/token")).await, format!("{MISSING}\nBearer realm=\"token\""));
    let forged = scoped("read");
    let cut = token(json!({}));
    let cut = &cut[..cut.len() - 1];
    for (token, reason) in [
        (token(json!({ "exp": 1 })), "the token has expired"),
        (token(json!({ "aud": "bank" })), "the token is for another audience"),
        (forged, "the token is signed with an algorithm that is not allowed"),
        ("a.b".to_owned(), "the token is malformed, or signed with an algorithm that is not allowed"),
        (String::new(), "the token is missing"),
    ] {
        let challenge = "Bearer realm=\"token\", error=\"invalid_token\"";
        let expected = format!("401: {reason}\n{challenge}, error_description=\"{reason}\"");
        assert_eq!(refusal_of(knock(&vault, &token)).await, expected);
    }
    assert!(refusal_of(knock(&vault, cut)).await.starts_with("401: "));
    let twice = refusal_of(knock(&vault, "a").bearer_auth("a")).await;
    assert!(twice.starts_with("401: there is more than one Authorization header\n"), "{twice}");
}

#[tokio::test]
async fn no_credentials_where_none_are_asked_for() {
    let vault = OpenVault::open().await;
    assert_eq!(visitor_of(vault.get("/window")).await, "anybody");
    assert_eq!(visitor_of(vault.get("/window").bearer_auth("rubbish")).await, "anybody");
}

#[tokio::test]
async fn an_authenticator_that_fails_lets_nobody_in_and_says_nothing() {
    let vault = OpenVault::open().await;
    let ask = |cookie: &str| vault.get("/cookie").header("cookie", cookie);
    let unavailable = refusal_of(ask("sid=lost")).await;
    assert!(unavailable.starts_with("503: ") && !unavailable.contains("sessions"), "{unavailable}");
    assert_eq!(refusal_of(ask("sid=panic")).await, "500: no detail");
}
