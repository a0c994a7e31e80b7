//! JSON Web Key Sets (RFC 7517).

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;

use super::algorithm::Algorithm;

/// The minimum length of a secret for HS256 in bytes (RFC 7518, section 3.2).
pub(super) const MIN_SECRET_LENGTH: usize = 32;

/// A text is not a JSON Web Key Set.
#[derive(Debug, thiserror::Error)]
#[error("not a JSON Web Key Set")]
pub struct KeySetError(#[from] serde_json::Error);

/// Keys, each bound to the one algorithm of its type.
#[derive(Clone, Debug, Default)]
pub(super) struct KeySet(Vec<VerificationKey>);

#[derive(Clone, Debug)]
struct VerificationKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl KeySet {
    /// Parses a key set. Unsupported keys are ignored, as RFC 7517, section 5, demands.
    pub(super) fn parse(json: &[u8]) -> Result<Self, KeySetError> {
        let document: Document = serde_json::from_slice(json)?;
        let keys = document.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
        Ok(Self(keys.filter_map(|key| VerificationKey::new(&key)).collect()))
    }

    /// The secret that issuer and service share.
    pub(super) fn of_secret(secret: &[u8]) -> Self {
        Self(vec![VerificationKey { id: None, algorithm: Algorithm::Hs256, key: DecodingKey::from_secret(secret) }])
    }

    /// Removes shared secrets: a published one is not a secret.
    pub(super) fn without_secrets(mut self) -> Self {
        self.0.retain(|key| key.algorithm != Algorithm::Hs256);
        self
    }

    /// Whether there is a key for one of the algorithms.
    pub(super) fn supports(&self, algorithms: &[Algorithm]) -> bool {
        self.0.iter().any(|key| algorithms.contains(&key.algorithm))
    }

    /// Finds the key of an id; without an id in the token or the key, the only key for the algorithm.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let matches = |key: &&VerificationKey| {
            key.algorithm == algorithm && (id.is_none() || key.id.is_none() || key.id.as_deref() == id)
        };
        let exact = self.0.iter().filter(matches).find(|key| id.is_some() && key.id.as_deref() == id);
        let mut all = self.0.iter().filter(matches);
        let only = all.next().filter(|_| all.next().is_none());
        exact.or(only).map(|key| &key.key)
    }
}

impl VerificationKey {
    fn new(jwk: &Jwk) -> Option<Self> {
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::Rs256,
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Algorithm::Es256,
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => Algorithm::EdDsa,
            AlgorithmParameters::OctetKey(_) => Algorithm::Hs256,
            _ => return None,
        };
        let key = DecodingKey::from_jwk(jwk).ok()?;
        let is_strong = algorithm != Algorithm::Hs256 || key.try_get_as_bytes().ok()?.len() >= MIN_SECRET_LENGTH;
        (is_strong && may_verify(jwk, algorithm)).then(|| Self { id: jwk.common.key_id.clone(), algorithm, key })
    }
}

/// Whether the declared purpose of a key allows it to verify signatures of an algorithm.
fn may_verify(jwk: &Jwk, algorithm: Algorithm) -> bool {
    let expected = match algorithm {
        Algorithm::Rs256 => KeyAlgorithm::RS256,
        Algorithm::Es256 => KeyAlgorithm::ES256,
        Algorithm::EdDsa => KeyAlgorithm::EdDSA,
        Algorithm::Hs256 => KeyAlgorithm::HS256,
    };
    let common = &jwk.common;
    common.key_algorithm.is_none_or(|given| given == expected)
        && common.public_key_use.as_ref().is_none_or(|given| *given == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|given| given.contains(&KeyOperations::Verify))
}
