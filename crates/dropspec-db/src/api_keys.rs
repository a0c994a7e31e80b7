//! API keys in the database of the service.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::store::{KeyStore, StoredKey};
use dropspec_http::Error as HttpError;
use crate::internal_tables::api_keys;
use crate::store::{Database, StoreError, Use};
use crate::{Action, Timestamp, Rows};

/// Keys in a table of the engine's own, beside those of the document. Every process on the database knows them, and forgets at once
/// what another one revokes.
#[derive(Clone, Debug)]
pub struct TableStore(Database);

/// A key as a table tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// What to revoke it by.
    pub id: String,
    /// Whose key it is.
    pub subject: String,
    /// What it allows.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// From when on it is refused.
    pub expires: Option<DateTime<Utc>>,
}

type Found = (Vec<u8>, String, String, Option<Timestamp>);
type Listed = (String, String, String, Timestamp, Option<Timestamp>);

impl TableStore {
    /// The keys of a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    /// All keys, in the order in which they were made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn all(&self) -> Result<Vec<ListedKey>, StoreError> {
        use api_keys::*;
        let columns = (id, subject, scopes, created, expires);
        let rows: Vec<Listed> = self.0.read(table.order((created, id)).select(columns)).await?;
        let listed = |(name, whose, may, Timestamp(made), ends): Listed| ListedKey {
            id: name,
            subject: whose,
            scopes: words(&may),
            created: made,
            expires: ends.map(|Timestamp(end)| end),
        };
        Ok(rows.into_iter().map(listed).collect())
    }
}

impl KeyStore for TableStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, HttpError> {
        let rows = self.0.read(found(id.to_owned())).await?;
        let stored = rows.into_iter().next().map(|(hash, subject, scopes, expires)| {
            let sha256 = hash.try_into().map_err(|_| "a stored SHA-256 does not have 32 bytes")?;
            let expires = expires.map(|Timestamp(end)| u64::try_from(end.timestamp()).unwrap_or_default());
            Ok(StoredKey { id: id.to_owned(), sha256, subject, scopes: words(&scopes), expires })
        });
        stored.transpose().map_err(|error: &str| HttpError::internal(error))
    }

    async fn insert(&self, key: StoredKey) -> Result<(), HttpError> {
        let expires = key.expires.map(|seconds| {
            let end = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
            end.map(Timestamp).ok_or_else(|| Fault::from(format!("{seconds} seconds since 1970 are beyond all calendars")))
        });
        let values = (
            api_keys::id.eq(key.id),
            api_keys::sha256.eq(key.sha256.to_vec()),
            api_keys::subject.eq(key.subject),
            api_keys::scopes.eq(key.scopes.join(" ")),
            api_keys::created.eq(Timestamp(Utc::now())),
            api_keys::expires.eq(expires.transpose()?),
        );
        self.0.execute(Use::Write, diesel::insert_into(api_keys::table).values(values)).await?;
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<bool, HttpError> {
        Ok(self.0.execute(Use::Lock, removed(id.to_owned())).await? > 0)
    }
}

fn found(id: String) -> impl Rows<Found> + use<> {
    let columns = (api_keys::sha256, api_keys::subject, api_keys::scopes, api_keys::expires);
    api_keys::table.find(id).select(columns)
}

fn removed(id: String) -> impl Action + use<> {
    diesel::delete(api_keys::table.find(id))
}

/// Scopes are written with spaces in between (RFC 6749, section 3.3).
fn words(scopes: &str) -> Vec<String> {
    scopes.split_whitespace().map(str::to_owned).collect()
}
