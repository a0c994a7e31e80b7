//! Stores of API keys.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dropspec_http::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An API key in a store: enough to verify the key, not enough to use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredKey {
    /// The id by which it is found.
    pub id: String,
    /// The SHA-256 of the whole key; Base64 in JSON.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub sha256: [u8; 32],
    /// The owner.
    pub subject: String,
    /// The scopes that it grants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// When it expires, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<u64>,
}

/// A store of API keys.
pub trait KeyStore: Send + Sync {
    /// Finds a key by its id.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn find(&self, id: &str) -> impl Future<Output = Result<Option<StoredKey>, Error>> + Send;

    /// Inserts a key. Ids are random, so no id is inserted twice.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn insert(&self, key: StoredKey) -> impl Future<Output = Result<(), Error>> + Send;

    /// Removes a key and returns whether it existed.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn remove(&self, id: &str) -> impl Future<Output = Result<bool, Error>> + Send;
}

/// API keys in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(RwLock<HashMap<String, StoredKey>>);

impl MemoryStore {
    /// A store of the keys of a configuration.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = StoredKey>) -> Self {
        Self(RwLock::new(keys.into_iter().map(|key| (key.id.clone(), key)).collect()))
    }

    /// All keys.
    #[must_use]
    pub fn keys(&self) -> Vec<StoredKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    pub(super) fn get(&self, id: &str) -> Option<StoredKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    pub(super) fn put(&self, key: StoredKey) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key.id.clone(), key);
    }

    pub(super) fn take(&self, id: &str) -> Option<StoredKey> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(id)
    }
}

impl KeyStore for MemoryStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, Error> {
        Ok(self.get(id))
    }

    async fn insert(&self, key: StoredKey) -> Result<(), Error> {
        self.put(key);
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<bool, Error> {
        Ok(self.take(id).is_some())
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
