//! Keys generated for each run, tokens signed with them, and the results of verification as text.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use dropspec_auth::{Algorithm, AuthError, Authenticator, Credential, Identity, Jwt, JwtKeys, JwtValidation};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm as Signature, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// The private key of an issuer.
pub(crate) struct Signer {
    pub(crate) id: &'static str,
    pub(crate) algorithm: Signature,
    pub(crate) key: EncodingKey,
}

pub(crate) static RSA: LazyLock<Signer> = LazyLock::new(|| {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
    // The encoder expects PKCS #1, which is wrapped by PKCS #8, with 26 bytes for a key of this size.
    Signer { id: "rsa", algorithm: Signature::RS256, key: EncodingKey::from_rsa_der(&der.as_ref()[26..]) }
});

pub(crate) static EC: LazyLock<Signer> = LazyLock::new(|| {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    Signer { id: "ec", algorithm: Signature::ES256, key: EncodingKey::from_ec_der(der.as_ref()) }
});

pub(crate) static ED: LazyLock<Signer> = LazyLock::new(|| ed25519("ed"));

pub(crate) static SHARED: LazyLock<Signer> = LazyLock::new(|| {
    let mut secret = [0; 32];
    aws_lc_rs::rand::fill(&mut secret).unwrap();
    Signer { id: "shared", algorithm: Signature::HS256, key: EncodingKey::from_secret(&secret) }
});

/// A new key of the type that is cheapest to generate.
pub(crate) fn ed25519(id: &'static str) -> Signer {
    let der = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
    Signer { id, algorithm: Signature::EdDSA, key: EncodingKey::from_ed_der(der.as_ref()) }
}

impl Signer {
    /// The public key, as in a key set.
    pub(crate) fn jwk(&self) -> Value {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.key, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(self.id);
        jwk
    }

    /// A token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_as(self.header(), claims)
    }

    pub(crate) fn header(&self) -> Header {
        Header { kid: Some(self.id.to_owned()), ..Header::new(self.algorithm) }
    }

    pub(crate) fn sign_as(&self, header: Header, claims: &Value) -> String {
        encode(&header, claims, &self.key).unwrap()
    }
}

/// A key set, as JSON.
pub(crate) fn set<'s>(signers: impl IntoIterator<Item = &'s Signer>) -> String {
    json!({ "keys": signers.into_iter().map(Signer::jwk).collect::<Vec<_>>() }).to_string()
}

/// Valid claims.
pub(crate) fn claims() -> Value {
    json!({ "iss": "https://issuer.example", "aud": "shop", "sub": "ada", "exp": seconds_from_now(300) })
}

/// Valid claims with changes; `null` removes a claim.
pub(crate) fn claims_with(changes: Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

pub(crate) fn seconds_from_now(seconds: i64) -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap() + seconds
}

pub(crate) fn validation(algorithms: &[Algorithm]) -> JwtValidation {
    JwtValidation {
        algorithms: algorithms.to_vec(),
        issuer: "https://issuer.example".to_owned(),
        audience: "shop".to_owned(),
        leeway: Duration::from_secs(10),
    }
}

/// Accepts tokens of all algorithms, each signed with its own key.
pub(crate) fn all() -> Jwt {
    let keys = JwtKeys::from_json(&set([&*RSA, &*EC, &*ED, &*SHARED])).unwrap();
    Jwt::new(validation(&[Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa, Algorithm::Hs256]), keys).unwrap()
}

pub(crate) async fn identity(jwt: &Jwt, token: &str) -> Result<Identity, AuthError> {
    jwt.verify(Credential::Bearer(token.into())).await
}

/// The subject of a token, or why it is rejected.
pub(crate) async fn verify(jwt: &Jwt, token: &str) -> String {
    match identity(jwt, token).await {
        Ok(identity) => identity.subject,
        Err(AuthError::Invalid(reason)) => reason.into_owned(),
        Err(AuthError::Internal(error)) => format!("internal: {}", error.chain()),
    }
}
