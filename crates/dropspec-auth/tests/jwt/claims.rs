//! The claims of tokens.

use serde_json::{Value, json};

use crate::support::{ED, all, claims, claims_with, identity, seconds_from_now, verify};

async fn verify_with(changes: Value) -> String {
    verify(&all(), &ED.sign(&claims_with(changes))).await
}

#[tokio::test]
async fn an_expired_token_is_rejected() {
    let expired = "token expired";
    assert_eq!(verify_with(json!({ "exp": seconds_from_now(-11) })).await, expired);
    assert_eq!(verify_with(json!({ "exp": 0 })).await, expired);
    // Within the leeway.
    assert_eq!(verify_with(json!({ "exp": seconds_from_now(-8) })).await, "ada");
    assert_eq!(verify_with(json!({ "exp": null })).await, "missing token claim `exp`");
    assert_eq!(verify_with(json!({ "exp": "tomorrow" })).await, "missing token claim `exp`");
}

#[tokio::test]
async fn a_token_is_rejected_before_its_start() {
    assert_eq!(verify_with(json!({ "nbf": seconds_from_now(14) })).await, "token not valid yet");
    assert_eq!(verify_with(json!({ "nbf": seconds_from_now(8) })).await, "ada");
    assert_eq!(verify_with(json!({ "nbf": seconds_from_now(-100) })).await, "ada");
    assert_eq!(verify_with(json!({ "nbf": "now" })).await, "malformed token claim `nbf`");
}

#[tokio::test]
async fn a_token_for_another_audience_is_rejected() {
    let other = "wrong token audience";
    assert_eq!(verify_with(json!({ "aud": "bank" })).await, other);
    assert_eq!(verify_with(json!({ "aud": ["bank", "shops"] })).await, other);
    assert_eq!(verify_with(json!({ "aud": [] })).await, other);
    assert_eq!(verify_with(json!({ "aud": ["bank", "shop"] })).await, "ada");
    assert_eq!(verify_with(json!({ "aud": null })).await, "missing token claim `aud`");
    assert_eq!(verify_with(json!({ "aud": 1 })).await, "missing token claim `aud`");
}

#[tokio::test]
async fn a_token_of_another_issuer_is_rejected() {
    let other = "wrong token issuer";
    assert_eq!(verify_with(json!({ "iss": "https://issuer.example/" })).await, other);
    assert_eq!(verify_with(json!({ "iss": null })).await, "missing token claim `iss`");
}

#[tokio::test]
async fn a_token_needs_a_subject() {
    assert_eq!(verify_with(json!({ "sub": null })).await, "missing token claim `sub`");
    assert_eq!(verify_with(json!({ "sub": 7 })).await, "missing token claim `sub`");
}

#[tokio::test]
async fn scopes_are_strings_or_arrays() {
    for changes in [
        json!({ "scope": "read  write" }),
        json!({ "scp": "read write" }),
        json!({ "scp": ["read", "write"] }),
        json!({ "roles": ["read", "write"] }),
        json!({ "scope": "read", "roles": ["write", 7] }),
    ] {
        let identity = identity(&all(), &ED.sign(&claims_with(changes.clone()))).await.unwrap();
        assert_eq!(identity.scopes, ["read", "write"], "{changes}");
        assert!(identity.has_scope("read") && !identity.has_scope("rea"));
    }
    assert!(identity(&all(), &ED.sign(&claims())).await.unwrap().scopes.is_empty());
}

#[tokio::test]
async fn an_identity_has_all_claims() {
    let claims = claims_with(json!({ "email": "ada@shop.example", "nested": { "a": [1] } }));
    let identity = identity(&all(), &ED.sign(&claims)).await.unwrap();
    assert_eq!(Value::Object(identity.claims), claims);
}
