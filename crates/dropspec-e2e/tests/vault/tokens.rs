//! JSON Web Tokens, and their verifiers.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::Ed25519KeyPair;
use dropspec::auth::{Algorithm, Jwt, JwtKeys, JwtValidation};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

static SHARED_SECRET: &str = "a secret of the issuer and the vault";

static SIGNING_KEY: LazyLock<EncodingKey> = LazyLock::new(|| {
    EncodingKey::from_ed_der(Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap().as_ref())
});

fn rules(algorithm: Algorithm) -> JwtValidation {
    JwtValidation {
        algorithms: vec![algorithm],
        issuer: "https://issuer.example".to_owned(),
        audience: "vault".to_owned(),
        leeway: Duration::ZERO,
    }
}

/// The verifier of the scheme `token`.
pub(crate) fn token_verifier() -> Jwt {
    Jwt::new(rules(Algorithm::Hs256), JwtKeys::secret(&SHARED_SECRET.into()).unwrap()).unwrap()
}

/// The verifier of the scheme `oauth`.
pub(crate) fn oauth_verifier() -> Jwt {
    let jwk = Jwk::from_encoding_key(&SIGNING_KEY, jsonwebtoken::Algorithm::EdDSA).unwrap();
    let keys = JwtKeys::from_json(&json!({ "keys": [jwk] }).to_string()).unwrap();
    Jwt::new(rules(Algorithm::EdDsa), keys).unwrap()
}

/// A token for the scheme `token`.
pub(crate) fn token(changes: Value) -> String {
    let key = EncodingKey::from_secret(SHARED_SECRET.as_bytes());
    encode(&Header::new(jsonwebtoken::Algorithm::HS256), &claims(changes), &key).unwrap()
}

/// A token for the scheme `oauth`.
pub(crate) fn scoped(scope: &str) -> String {
    encode(&Header::new(jsonwebtoken::Algorithm::EdDSA), &claims(json!({ "scope": scope })), &SIGNING_KEY).unwrap()
}

fn claims(changes: Value) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut claims = json!({ "iss": "https://issuer.example", "aud": "vault", "sub": "alan", "exp": now + 60 });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    claims
}
