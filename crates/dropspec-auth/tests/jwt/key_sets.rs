//! Which keys of a key set are used, and for what.

use dropspec_auth::{Algorithm, Jwt, JwtKeys};
use jsonwebtoken::Header;
use serde_json::{Value, json};

use crate::support::{EC, ED, RSA, Signer, claims, ed25519, validation, verify};

const UNKNOWN_KEY: &str = "unknown token signing key";

fn jwt_with(keys: &[Value]) -> Jwt {
    let keys = JwtKeys::from_json(&json!({ "keys": keys }).to_string()).unwrap();
    Jwt::new(validation(&[Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa, Algorithm::Hs256]), keys).unwrap()
}

fn with(signer: &Signer, changes: Value) -> Value {
    let mut jwk = signer.jwk();
    for (name, value) in changes.as_object().unwrap() {
        jwk[name] = value.clone();
    }
    jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    jwk
}

#[tokio::test]
async fn an_unknown_key_is_rejected() {
    let header = Header { kid: Some("other".to_owned()), ..ED.header() };
    assert_eq!(verify(&jwt_with(&[ED.jwk()]), &ED.sign_as(header, &claims())).await, UNKNOWN_KEY);
}

#[tokio::test]
async fn keys_are_found_by_id() {
    let other = ed25519("other");
    let jwt = jwt_with(&[other.jwk(), ED.jwk(), RSA.jwk()]);
    assert_eq!(verify(&jwt, &ED.sign(&claims())).await, "ada");
    assert_eq!(verify(&jwt, &other.sign(&claims())).await, "ada");
}

#[tokio::test]
async fn without_an_id_the_only_key_of_the_algorithm_is_used() {
    let nameless = |signer: &Signer| signer.sign_as(Header { kid: None, ..signer.header() }, &claims());
    let jwt = jwt_with(&[ED.jwk(), EC.jwk()]);
    assert_eq!(verify(&jwt, &nameless(&ED)).await, "ada");
    let jwt = jwt_with(&[ED.jwk(), ed25519("other").jwk()]);
    assert_eq!(verify(&jwt, &nameless(&ED)).await, UNKNOWN_KEY);
    let jwt = jwt_with(&[with(&ED, json!({ "kid": null })), EC.jwk()]);
    assert_eq!(verify(&jwt, &ED.sign(&claims())).await, "ada");
}

#[tokio::test]
async fn keys_for_other_purposes_are_ignored() {
    for changes in [
        json!({ "use": "enc" }),
        json!({ "key_ops": ["sign"] }),
        json!({ "alg": "RS256" }),
        json!({ "crv": "P-521" }),
        json!({ "kty": "unheard-of" }),
        json!({ "kid": 7 }),
    ] {
        let jwt = jwt_with(&[with(&ED, changes.clone()), EC.jwk()]);
        assert_eq!(verify(&jwt, &ED.sign(&claims())).await, UNKNOWN_KEY, "{changes}");
        assert_eq!(verify(&jwt, &EC.sign(&claims())).await, "ada", "{changes}");
    }
    let jwt = jwt_with(&[json!(null), json!({}), with(&ED, json!({ "use": "sig", "key_ops": ["verify"] }))]);
    assert_eq!(verify(&jwt, &ED.sign(&claims())).await, "ada");
}

#[tokio::test]
async fn a_short_secret_is_ignored() {
    let short = json!({ "kty": "oct", "kid": "short", "k": "c2VjcmV0" });
    let key = jsonwebtoken::EncodingKey::from_secret(b"secret");
    let signer = Signer { id: "short", algorithm: jsonwebtoken::Algorithm::HS256, key };
    assert_eq!(verify(&jwt_with(&[short, EC.jwk()]), &signer.sign(&claims())).await, UNKNOWN_KEY);
}
