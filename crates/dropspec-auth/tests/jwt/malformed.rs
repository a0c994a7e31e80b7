//! Malformed tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dropspec_auth::{AuthError, Authenticator, Credential};
use jsonwebtoken::Header;
use serde_json::{Value, json};

use crate::support::{ED, all, claims, claims_with, verify};

const MALFORMED: &str = "malformed token, or signature algorithm not allowed";

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[tokio::test]
async fn an_unsigned_token_is_rejected() {
    for algorithm in ["none", "None", "NONE", "nOnE", ""] {
        let head = encoded(&json!({ "alg": algorithm, "typ": "JWT" }));
        for signature in ["", "AAAA"] {
            let token = format!("{head}.{}.{signature}", encoded(&claims()));
            assert_eq!(verify(&all(), &token).await, MALFORMED, "{algorithm}");
        }
    }
}

#[tokio::test]
async fn a_truncated_token_is_rejected() {
    let token = ED.sign(&claims());
    let jwt = all();
    assert_eq!(verify(&jwt, &token).await, "ada");
    for length in 0..token.len() {
        assert_ne!(verify(&jwt, &token[..length]).await, "ada", "{length} of {}", token.len());
    }
}

#[tokio::test]
async fn a_token_has_three_parts() {
    let token = ED.sign(&claims());
    for wrong in
        ["", ".", "..", "...", "a.b.c", &format!("{token}."), &format!(".{token}"), &format!("{token}.{token}")]
    {
        assert_eq!(verify(&all(), wrong).await, MALFORMED, "{wrong}");
    }
}

#[tokio::test]
async fn a_huge_token_is_rejected() {
    let token = ED.sign(&claims_with(json!({ "padding": "x".repeat(16 * 1024) })));
    assert_eq!(verify(&all(), &token).await, "token too long");
    let token = ED.sign(&claims_with(json!({ "padding": "x".repeat(8 * 1024) })));
    assert_eq!(verify(&all(), &token).await, "ada");
}

#[tokio::test]
async fn an_unsupported_critical_parameter_is_rejected() {
    let header = Header { crit: Some(vec!["b64".to_owned()]), ..ED.header() };
    assert_eq!(verify(&all(), &ED.sign_as(header, &claims())).await, "unsupported critical parameters in token header");
}

#[tokio::test]
async fn claims_must_be_an_object() {
    assert_eq!(verify(&all(), &ED.sign(&json!(["iss"]))).await, MALFORMED);
}

#[tokio::test]
async fn user_and_password_are_not_a_token() {
    let credential = Credential::Basic { user: "ada".to_owned(), password: "sesame".into() };
    let error = all().verify(credential).await.unwrap_err();
    assert!(matches!(error, AuthError::Invalid(reason) if reason == "expected a token"));
}
