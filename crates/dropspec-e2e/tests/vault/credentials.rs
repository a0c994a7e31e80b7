//! Valid, invalid, malformed and missing credentials of each type.

use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{TestServer, identity_of, rejection_of};
use crate::tokens::{scoped, token};

const MISSING: &str = "401: credentials are required";

#[tokio::test]
async fn authenticates_api_keys_in_headers() {
    let vault = TestServer::start().await;
    let door = || vault.get("/door");
    assert_eq!(identity_of(door().header("x-vault-key", &vault.key)).await, "ada by key");
    let challenge = r#"ApiKey realm="key", in="header", name="x-vault-key""#;
    assert_eq!(rejection_of(door()).await, format!("{MISSING}\n{challenge}"));
    assert_eq!(rejection_of(door().bearer_auth(&vault.key)).await, format!("{MISSING}\n{challenge}"));
    let expected =
        |reason| format!("401: {reason}\n{challenge}, error=\"invalid_token\", error_description=\"{reason}\"");
    assert_eq!(rejection_of(door().header("x-vault-key", "vault_1_2")).await, expected("unknown API key"));
    assert_eq!(rejection_of(door().header("x-vault-key", "")).await, expected("empty API key"));
    let twice = door().header("x-vault-key", &vault.key).header("x-vault-key", &vault.key);
    assert_eq!(rejection_of(twice).await, expected("duplicate API key"));
}

#[tokio::test]
async fn authenticates_api_keys_in_queries() {
    let vault = TestServer::start().await;
    let (key, request) = (&vault.key, |query: &str| vault.get(&format!("/query?{query}")));
    assert_eq!(identity_of(request(&format!("vault+key={key}"))).await, "ada by queryKey");
    assert_eq!(identity_of(request(&format!("count=2&vault%20key={key}"))).await, "ada by queryKey");
    let challenge = r#"ApiKey realm="queryKey", in="query", name="vault key""#;
    assert_eq!(rejection_of(request("count=2")).await, format!("{MISSING}\n{challenge}"));
    let twice = rejection_of(request(&format!("vault+key={key}&vault+key={key}"))).await;
    assert!(twice.starts_with("401: duplicate API key\n"), "{twice}");
}

#[tokio::test]
async fn authenticates_api_keys_in_cookies() {
    let vault = TestServer::start().await;
    let request = |cookie: &str| vault.get("/cookie").header("cookie", cookie);
    assert_eq!(identity_of(request("theme=dark; sid=c0ffee")).await, "grace by session");
    let challenge = r#"ApiKey realm="session", in="cookie", name="sid""#;
    assert_eq!(rejection_of(request("theme=dark")).await, format!("{MISSING}\n{challenge}"));
    let expired = format!("{challenge}, error=\"invalid_token\", error_description=\"the session is over\"");
    assert_eq!(rejection_of(request("sid=decaf")).await, format!("401: the session is over\n{expired}"));
}

#[tokio::test]
async fn authenticates_user_and_password() {
    let vault = TestServer::start().await;
    let request = || vault.get("/password");
    assert_eq!(identity_of(request().basic_auth("Ada", Some("open sesame"))).await, "Ada by password");
    let challenge = r#"Basic realm="password", charset="UTF-8""#;
    assert_eq!(rejection_of(request()).await, format!("{MISSING}\n{challenge}"));
    let wrong = request().basic_auth("Ada", Some("sesame"));
    assert_eq!(rejection_of(wrong).await, format!("401: user or password is wrong\n{challenge}"));
    let malformed = request().header("authorization", "Basic ***");
    assert_eq!(rejection_of(malformed).await, format!("401: user and password are not valid Base64\n{challenge}"));
}

fn open_by_token(vault: &TestServer, token: &str) -> RequestBuilder {
    vault.post("/token").bearer_auth(token).header("content-type", "application/json").body("\"hello\"")
}

#[tokio::test]
async fn authenticates_tokens() {
    let vault = TestServer::start().await;
    assert_eq!(identity_of(open_by_token(&vault, &token(json!({})))).await, "alan by token");
    assert_eq!(rejection_of(vault.post("/token")).await, format!("{MISSING}\nBearer realm=\"token\""));
    let other_algorithm = scoped("read");
    let truncated = token(json!({}));
    let truncated = &truncated[..truncated.len() - 1];
    for (token, reason) in [
        (token(json!({ "exp": 1 })), "token expired"),
        (token(json!({ "aud": "bank" })), "wrong token audience"),
        (other_algorithm, "token signature algorithm not allowed"),
        ("a.b".to_owned(), "malformed token, or signature algorithm not allowed"),
        (String::new(), "missing token"),
    ] {
        let challenge = "Bearer realm=\"token\", error=\"invalid_token\"";
        let expected = format!("401: {reason}\n{challenge}, error_description=\"{reason}\"");
        assert_eq!(rejection_of(open_by_token(&vault, &token)).await, expected);
    }
    assert!(rejection_of(open_by_token(&vault, truncated)).await.starts_with("401: "));
    let twice = rejection_of(open_by_token(&vault, "a").bearer_auth("a")).await;
    assert!(twice.starts_with("401: duplicate Authorization header\n"), "{twice}");
}

#[tokio::test]
async fn ignores_credentials_where_none_are_required() {
    let vault = TestServer::start().await;
    assert_eq!(identity_of(vault.get("/window")).await, "no identity");
    assert_eq!(identity_of(vault.get("/window").bearer_auth("rubbish")).await, "no identity");
}

#[tokio::test]
async fn rejects_requests_without_details_when_the_authenticator_fails() {
    let vault = TestServer::start().await;
    let request = |cookie: &str| vault.get("/cookie").header("cookie", cookie);
    let unavailable = rejection_of(request("sid=lost")).await;
    assert!(unavailable.starts_with("503: ") && !unavailable.contains("sessions"), "{unavailable}");
    assert_eq!(rejection_of(request("sid=panic")).await, "500: no detail");
}

#[tokio::test]
async fn authenticates_credentials_of_other_schemes() {
    let vault = TestServer::start().await;
    let request = |text: &str| vault.get("/digest").header("authorization", text);
    assert_eq!(identity_of(request("digest username=\"ada\", response=\"6629fae4\"")).await, "ada by digest");
    assert_eq!(rejection_of(vault.get("/digest")).await, format!("{MISSING}\nDigest realm=\"digest\""));
    assert_eq!(rejection_of(request("Digest x")).await, "401: the response is wrong\nDigest realm=\"digest\"");
}

#[tokio::test]
async fn no_request_satisfies_two_schemes_in_one_header() {
    let vault = TestServer::start().await;
    let rejected = rejection_of(vault.get("/everything").basic_auth("ada", Some("open sesame"))).await;
    assert!(rejected.starts_with("401: more credentials are required\nBearer"), "{rejected}");
}
