//! API keys in the database of the service.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use dropspec_auth::{KeyStore, StoredKey};
use dropspec_http::Error as HttpError;

use crate::column_type::Timestamp;
use crate::internal_tables::api_keys;
use crate::store::{Database, Query, Statement, StoreError};

/// API keys in an internal table of the database. All processes on the database share them, so that a revoked key is rejected everywhere at
/// once.
#[derive(Clone, Debug)]
pub struct TableStore(Database);

/// An API key as it is listed, without its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// The id by which it is revoked.
    pub id: String,
    /// The owner.
    pub subject: String,
    /// The scopes that it grants.
    pub scopes: Vec<String>,
    /// When it was issued.
    pub created: DateTime<Utc>,
    /// When it expires.
    pub expires: Option<DateTime<Utc>>,
}

/// Why a row of the table is not an API key, or an API key is not a row.
#[derive(Debug, thiserror::Error)]
enum KeyRowError {
    #[error("a stored SHA-256 does not have 32 bytes")]
    Hash,
    #[error("{0} seconds since 1970 is out of range for a timestamp")]
    Expiry(u64),
}

impl From<KeyRowError> for HttpError {
    fn from(error: KeyRowError) -> Self {
        Self::Internal(error.into())
    }
}

type KeyRow = (Vec<u8>, String, String, Option<Timestamp>);
type ListedRow = (String, String, String, Timestamp, Option<Timestamp>);

impl TableStore {
    /// The API keys of a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    /// All keys, in the order in which they were issued.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn all(&self) -> Result<Vec<ListedKey>, StoreError> {
        use api_keys::{created, expires, id, scopes, subject, table};
        let columns = (id, subject, scopes, created, expires);
        let rows: Vec<ListedRow> = self.0.read(table.order((created, id)).select(columns)).await?;
        let listed = |(key_id, owner, granted, Timestamp(issued), expiry): ListedRow| ListedKey {
            id: key_id,
            subject: owner,
            scopes: words(&granted),
            created: issued,
            expires: expiry.map(|Timestamp(expiry)| expiry),
        };
        Ok(rows.into_iter().map(listed).collect())
    }
}

impl KeyStore for TableStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, HttpError> {
        let row = self.0.read(select(id.to_owned())).await?.pop();
        let stored = row.map(|(hash, subject, scopes, expires)| {
            let sha256 = hash.try_into().map_err(|_| KeyRowError::Hash)?;
            let expires = expires.map(|Timestamp(expiry)| u64::try_from(expiry.timestamp()).unwrap_or_default());
            Ok(StoredKey { id: id.to_owned(), sha256, subject, scopes: words(&scopes), expires })
        });
        stored.transpose().map_err(KeyRowError::into)
    }

    async fn insert(&self, key: StoredKey) -> Result<(), HttpError> {
        let expires = key.expires.map(|seconds| {
            let expiry = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
            expiry.map(Timestamp).ok_or(KeyRowError::Expiry(seconds))
        });
        let values = (
            api_keys::id.eq(key.id),
            api_keys::sha256.eq(key.sha256.to_vec()),
            api_keys::subject.eq(key.subject),
            api_keys::scopes.eq(key.scopes.join(" ")),
            api_keys::created.eq(Timestamp(Utc::now())),
            api_keys::expires.eq(expires.transpose()?),
        );
        self.0.execute(|| diesel::insert_into(api_keys::table).values(values.clone())).await?;
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<bool, HttpError> {
        Ok(self.0.execute(|| delete(id.to_owned())).await? > 0)
    }
}

fn select(id: String) -> impl Query<KeyRow> + use<> {
    let columns = (api_keys::sha256, api_keys::subject, api_keys::scopes, api_keys::expires);
    api_keys::table.find(id).select(columns)
}

fn delete(id: String) -> impl Statement + use<> {
    diesel::delete(api_keys::table.find(id))
}

/// Scopes are stored with spaces between them (RFC 6749, section 3.3).
fn words(scopes: &str) -> Vec<String> {
    scopes.split_whitespace().map(str::to_owned).collect()
}
