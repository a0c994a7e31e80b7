//! Where API keys are kept.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::fault::Fault;

/// What is kept of a key: enough to know it again, not enough to use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredKey {
    /// What it is found by.
    pub id: String,
    /// The SHA-256 of the whole key; in Base64 when it is text.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub sha256: [u8; 32],
    /// Whose key it is.
    pub subject: String,
    /// What it allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// From when on it is refused, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<u64>,
}

/// A place to keep keys.
pub trait KeyStore: Send + Sync {
    /// The key of this id.
    ///
    /// # Errors
    /// When the store cannot be asked.
    fn find(&self, id: &str) -> impl Future<Output = Result<Option<StoredKey>, Fault>> + Send;

    /// Keeps a key. An id is not used twice: it is random.
    ///
    /// # Errors
    /// When the key cannot be kept.
    fn insert(&self, key: StoredKey) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Forgets a key; says whether it was there.
    ///
    /// # Errors
    /// When the key cannot be removed.
    fn remove(&self, id: &str) -> impl Future<Output = Result<bool, Fault>> + Send;
}

/// Keys in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(RwLock<HashMap<String, StoredKey>>);

impl MemoryStore {
    /// The keys that are known from elsewhere, a configuration for example.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = StoredKey>) -> Self {
        Self(RwLock::new(keys.into_iter().map(|key| (key.id.clone(), key)).collect()))
    }

    /// All keys.
    #[must_use]
    pub fn keys(&self) -> Vec<StoredKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

impl KeyStore for MemoryStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, Fault> {
        Ok(self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned())
    }

    async fn insert(&self, key: StoredKey) -> Result<(), Fault> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key.id.clone(), key);
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<bool, Fault> {
        Ok(self.0.write().unwrap_or_else(PoisonError::into_inner).remove(id).is_some())
    }
}

fn to_base64<S: Serializer>(hash: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(hash))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes = STANDARD.decode(text).map_err(de::Error::custom)?;
    bytes.try_into().map_err(|_| de::Error::custom("a SHA-256 has 32 bytes"))
}
