//! What tokens say.

use serde_json::{Value, json};

use crate::support::{ED, all, claims, claims_with, identity, seconds_from_now, verdict};

async fn verdict_with(changes: Value) -> String {
    verdict(&all(), &ED.sign(&claims_with(changes))).await
}

#[tokio::test]
async fn a_token_ends() {
    let expired = "the token has expired";
    assert_eq!(verdict_with(json!({ "exp": seconds_from_now(-11) })).await, expired);
    assert_eq!(verdict_with(json!({ "exp": 0 })).await, expired);
    // Clocks differ.
    assert_eq!(verdict_with(json!({ "exp": seconds_from_now(-8) })).await, "ada");
    assert_eq!(verdict_with(json!({ "exp": null })).await, "the token has no `exp`");
    assert_eq!(verdict_with(json!({ "exp": "tomorrow" })).await, "the token has no `exp`");
}

#[tokio::test]
async fn a_token_begins() {
    assert_eq!(verdict_with(json!({ "nbf": seconds_from_now(14) })).await, "the token is not valid yet");
    assert_eq!(verdict_with(json!({ "nbf": seconds_from_now(8) })).await, "ada");
    assert_eq!(verdict_with(json!({ "nbf": seconds_from_now(-100) })).await, "ada");
    assert_eq!(verdict_with(json!({ "nbf": "now" })).await, "the `nbf` of the token is malformed");
}

#[tokio::test]
async fn a_token_is_for_us() {
    let other = "the token is for another audience";
    assert_eq!(verdict_with(json!({ "aud": "bank" })).await, other);
    assert_eq!(verdict_with(json!({ "aud": ["bank", "shops"] })).await, other);
    assert_eq!(verdict_with(json!({ "aud": [] })).await, other);
    assert_eq!(verdict_with(json!({ "aud": ["bank", "shop"] })).await, "ada");
    assert_eq!(verdict_with(json!({ "aud": null })).await, "the token has no `aud`");
    assert_eq!(verdict_with(json!({ "aud": 1 })).await, "the token has no `aud`");
}

#[tokio::test]
async fn a_token_is_of_our_issuer() {
    let other = "the token is of another issuer";
    assert_eq!(verdict_with(json!({ "iss": "https://issuer.example/" })).await, other);
    assert_eq!(verdict_with(json!({ "iss": null })).await, "the token has no `iss`");
}

#[tokio::test]
async fn a_token_is_somebodys() {
    assert_eq!(verdict_with(json!({ "sub": null })).await, "the token has no `sub`");
    assert_eq!(verdict_with(json!({ "sub": 7 })).await, "the token has no `sub`");
}

#[tokio::test]
async fn scopes_are_words_or_lists() {
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
