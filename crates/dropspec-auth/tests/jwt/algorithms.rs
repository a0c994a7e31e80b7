//! The algorithms of signatures.

use dropspec_auth::{Algorithm, Jwt, JwtKeys, Secret};
use jsonwebtoken::{Algorithm as Signature, EncodingKey, Header, encode};
use serde_json::json;

use crate::support::{EC, ED, RSA, SHARED, all, claims, ed25519, set, validation, verify};

const NOT_ALLOWED: &str = "token signature algorithm not allowed";
const UNKNOWN_KEY: &str = "unknown token signing key";
const WRONG: &str = "invalid token signature";

#[tokio::test]
async fn each_algorithm_is_verified_with_its_key() {
    let jwt = all();
    for signer in [&*RSA, &*EC, &*ED, &*SHARED] {
        assert_eq!(verify(&jwt, &signer.sign(&claims())).await, "ada", "{}", signer.id);
    }
}

#[tokio::test]
async fn a_signature_by_another_key_is_wrong() {
    let other = ed25519("ed");
    assert_eq!(verify(&all(), &other.sign(&claims())).await, WRONG);
}

#[tokio::test]
async fn a_signature_is_valid_only_for_its_token() {
    let token = RSA.sign(&claims());
    let forged = RSA.sign(&json!({ "sub": "eve" }));
    let (head, signature) = token.rsplit_once('.').unwrap();
    let (forged_head, _) = forged.rsplit_once('.').unwrap();
    assert_eq!(verify(&all(), &format!("{forged_head}.{signature}")).await, WRONG);
    assert_eq!(verify(&all(), &format!("{head}.{signature}")).await, "ada");
}

#[tokio::test]
async fn an_algorithm_that_is_not_allowed_is_rejected_even_with_a_key() {
    let keys = JwtKeys::from_json(&set([&*RSA, &*EC, &*SHARED])).unwrap();
    let jwt = Jwt::new(validation(&[Algorithm::Es256]), keys).unwrap();
    assert_eq!(verify(&jwt, &EC.sign(&claims())).await, "ada");
    assert_eq!(verify(&jwt, &RSA.sign(&claims())).await, NOT_ALLOWED);
    assert_eq!(verify(&jwt, &SHARED.sign(&claims())).await, NOT_ALLOWED);
}

#[tokio::test]
async fn an_unsupported_algorithm_is_rejected() {
    let header = Header { kid: Some("rsa".to_owned()), ..Header::new(Signature::RS512) };
    assert_eq!(verify(&all(), &RSA.sign_as(header, &claims())).await, NOT_ALLOWED);
}

#[tokio::test]
async fn a_public_key_is_not_a_shared_secret() {
    let keys = JwtKeys::from_json(&set([&*RSA, &*SHARED])).unwrap();
    let jwt = Jwt::new(validation(&[Algorithm::Rs256, Algorithm::Hs256]), keys).unwrap();
    let jwk = RSA.jwk();
    for public in [jwk["n"].as_str().unwrap().to_owned(), jwk.to_string(), set([&*RSA])] {
        let key = EncodingKey::from_secret(public.as_bytes());
        for (kid, reason) in [("rsa", UNKNOWN_KEY), ("shared", WRONG)] {
            let header = Header { kid: Some(kid.to_owned()), ..Header::new(Signature::HS256) };
            assert_eq!(verify(&jwt, &encode(&header, &claims(), &key).unwrap()).await, reason);
        }
    }
}

#[tokio::test]
async fn a_key_is_only_for_the_algorithm_of_its_type() {
    // An RSA token names the key of an elliptic curve, and the other way round.
    let header = Header { kid: Some("ec".to_owned()), ..Header::new(Signature::RS256) };
    assert_eq!(verify(&all(), &RSA.sign_as(header, &claims())).await, UNKNOWN_KEY);
    let header = Header { kid: Some("rsa".to_owned()), ..Header::new(Signature::ES256) };
    assert_eq!(verify(&all(), &EC.sign_as(header, &claims())).await, UNKNOWN_KEY);
}

#[tokio::test]
async fn a_key_in_the_token_is_not_trusted() {
    let own = ed25519("own");
    let header = Header { jwk: serde_json::from_value(own.jwk()).ok(), kid: None, ..own.header() };
    assert!(header.jwk.is_some());
    assert_eq!(verify(&all(), &own.sign_as(header, &claims())).await, WRONG);
}

#[tokio::test]
async fn a_shared_secret_needs_no_key_set() {
    let secret = "0123456789abcdef0123456789abcdef";
    let jwt = Jwt::new(validation(&[Algorithm::Hs256]), JwtKeys::secret(&Secret::from(secret)).unwrap()).unwrap();
    let sign = |secret: &str, kid: Option<&str>| {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Signature::HS256) };
        encode(&header, &claims(), &EncodingKey::from_secret(secret.as_bytes())).unwrap()
    };
    assert_eq!(verify(&jwt, &sign(secret, None)).await, "ada");
    assert_eq!(verify(&jwt, &sign(secret, Some("any"))).await, "ada");
    assert_eq!(verify(&jwt, &sign(&secret.replace('0', "1"), None)).await, WRONG);
}
