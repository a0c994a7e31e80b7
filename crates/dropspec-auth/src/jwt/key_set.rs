//! Keys that sign tokens, as a JSON Web Key Set lists them (RFC 7517).

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;

use super::Algorithm;

/// The shortest secret for HS256, in bytes (RFC 7518, section 3.2).
pub(super) const SHORTEST_SECRET: usize = 32;

/// Why a text is not a set of keys.
#[derive(Debug, thiserror::Error)]
#[error("this is not a JSON Web Key Set: {0}")]
pub struct KeySetError(#[from] serde_json::Error);

/// Keys, each bound to the one algorithm that its kind is for.
#[derive(Clone, Debug, Default)]
pub(super) struct KeySet(Vec<Key>);

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

#[derive(Deserialize)]
struct Listed {
    keys: Vec<Value>,
}

impl KeySet {
    /// The keys of a set. Those that we have no use for are passed over, as RFC 7517, section 5, wants it.
    pub(super) fn parse(json: &[u8]) -> Result<Self, KeySetError> {
        let listed: Listed = serde_json::from_slice(json)?;
        let keys = listed.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
        Ok(Self(keys.filter_map(|key| Key::new(&key)).collect()))
    }

    /// The one secret that issuer and service share.
    pub(super) fn of_secret(secret: &[u8]) -> Self {
        Self(vec![Key { id: None, algorithm: Algorithm::Hs256, key: DecodingKey::from_secret(secret) }])
    }

    /// The set without secrets, which have no place where everybody can read them.
    pub(super) fn public(mut self) -> Self {
        self.0.retain(|key| key.algorithm != Algorithm::Hs256);
        self
    }

    /// Whether there is a key for one of the algorithms.
    pub(super) fn fits(&self, algorithms: &[Algorithm]) -> bool {
        self.0.iter().any(|key| algorithms.contains(&key.algorithm))
    }

    /// The key of that id; without an id on either side, the only one for the algorithm.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let fits =
            |key: &&Key| key.algorithm == algorithm && (id.is_none() || key.id.is_none() || key.id.as_deref() == id);
        let exact = self.0.iter().filter(fits).find(|key| id.is_some() && key.id.as_deref() == id);
        let mut all = self.0.iter().filter(fits);
        let only = all.next().filter(|_| all.next().is_none());
        exact.or(only).map(|key| &key.key)
    }
}

impl Key {
    fn new(jwk: &Jwk) -> Option<Self> {
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::Rs256,
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Algorithm::Es256,
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => Algorithm::EdDsa,
            AlgorithmParameters::OctetKey(_) => Algorithm::Hs256,
            _ => return None,
        };
        let key = DecodingKey::from_jwk(jwk).ok()?;
        let strong = algorithm != Algorithm::Hs256 || key.try_get_as_bytes().ok()?.len() >= SHORTEST_SECRET;
        (strong && verifies(jwk, algorithm)).then(|| Self { id: jwk.common.key_id.clone(), algorithm, key })
    }
}

/// Whether the key says nothing against being used for this.
fn verifies(jwk: &Jwk, algorithm: Algorithm) -> bool {
    let meant = match algorithm {
        Algorithm::Rs256 => KeyAlgorithm::RS256,
        Algorithm::Es256 => KeyAlgorithm::ES256,
        Algorithm::EdDsa => KeyAlgorithm::EdDSA,
        Algorithm::Hs256 => KeyAlgorithm::HS256,
    };
    let common = &jwk.common;
    common.key_algorithm.is_none_or(|given| given == meant)
        && common.public_key_use.as_ref().is_none_or(|given| *given == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|given| given.contains(&KeyOperations::Verify))
}
