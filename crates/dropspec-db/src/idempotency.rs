//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request is performed once per key and day.
//!
//! The keys are stored in an internal table, [`idempotency_keys`].

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::query_dsl::methods::FilterDsl;
use diesel::upsert::excluded;
use http::StatusCode;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::column_type::Timestamp;
use crate::entity::Entity;
use crate::error::{Error, Rejection};
use crate::internal_tables::idempotency_keys;
use crate::store::{Database, Query, Statement};

/// How long a key is kept.
const TTL: TimeDelta = TimeDelta::hours(24);

/// The maximum length of a key, in bytes.
const MAX_LENGTH: usize = 255;

/// Expired keys are purged on every that many requests with a key.
const PURGE_INTERVAL: u64 = 64;

/// The maximum number of keys that are purged at once.
const PURGE_LIMIT: i64 = 1000;

/// The idempotency key of a request, with the scope in which it counts.
#[derive(Clone, Copy, Debug)]
pub struct IdempotencyKey<'r> {
    /// The operation, by its id.
    pub operation: &'static str,
    /// The caller, as far as it is known.
    pub caller: Option<&'r str>,
    /// The header.
    pub key: &'r str,
}

/// The record of a request with an idempotency key.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = idempotency_keys)]
pub(super) struct IdempotencyRecord {
    key: String,
    fingerprint: Vec<u8>,
    /// The response, as JSON.
    #[diesel(column_name = answer)]
    response: String,
    created: Timestamp,
    /// The row that the request created, as [`resource`] names it.
    resource: Option<String>,
}

/// The table and the key of a row, by which the records of the requests that created it are found.
fn resource<R: Entity>(key: &R::Key) -> String {
    format!("{}/{key}", R::TABLE.name)
}

impl IdempotencyKey<'_> {
    /// The record of a request with this body, still without a response.
    ///
    /// # Errors
    /// 400 when the key is malformed.
    pub(super) fn record(&self, body: &impl Serialize) -> Result<IdempotencyRecord, Error> {
        // The draft writes it as a string in quotes; many clients omit them.
        let bare = self.key.trim();
        let key = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(bare);
        if key.is_empty() || key.len() > MAX_LENGTH {
            let detail = format!("an idempotency key has 1 to {MAX_LENGTH} characters");
            return Err(Rejection::header("Idempotency-Key", &detail).into());
        }
        let mut body = serde_json::to_value(body)?;
        // Bodies that differ only in the order of properties are the same.
        body.sort_all_objects();
        Ok(IdempotencyRecord {
            key: json!([self.operation, self.caller.unwrap_or_default(), key]).to_string(),
            fingerprint: Sha256::digest(body.to_string()).to_vec(),
            response: String::new(),
            created: Timestamp(Utc::now()),
            resource: None,
        })
    }

    /// 409, for a stored response that the current document does not allow.
    pub(super) fn stale() -> Rejection {
        let detail =
            "the idempotency key was used with an earlier version of the service, whose response cannot be repeated";
        Rejection::new(StatusCode::CONFLICT, detail)
    }
}

impl IdempotencyRecord {
    /// Sets the response to the representation of a row, and the row as its resource.
    pub(super) fn respond_with<R: Entity>(&mut self, record: &R) {
        self.resource = Some(resource::<R>(&record.key()));
        let mut response = Vec::with_capacity(512);
        record.encode(&mut response);
        self.response = String::from_utf8_lossy(&response).into_owned();
    }

    /// Reserves the key, in place of an expired record. It affects no row if the key is in use.
    pub(super) fn reserve(&self) -> impl Statement + use<> {
        let expired = Timestamp(self.created.0 - TTL);
        let insert = diesel::insert_into(idempotency_keys::table).values(self.clone());
        let replace = insert.on_conflict(idempotency_keys::key).do_update().set((
            idempotency_keys::fingerprint.eq(excluded(idempotency_keys::fingerprint)),
            idempotency_keys::answer.eq(excluded(idempotency_keys::answer)),
            idempotency_keys::created.eq(excluded(idempotency_keys::created)),
            idempotency_keys::resource.eq(excluded(idempotency_keys::resource)),
        ));
        FilterDsl::filter(replace, idempotency_keys::created.lt(expired))
    }

    /// Loads the fingerprint and the response of the earlier request with the key.
    pub(super) fn load(&self) -> impl Query<(Vec<u8>, String)> + use<> {
        let record = idempotency_keys::table.find(self.key.clone());
        record.select((idempotency_keys::fingerprint, idempotency_keys::answer))
    }

    /// The response of the earlier request with the key.
    ///
    /// # Errors
    /// 422 when its body was another one, 409 when the row that it created was deleted.
    pub(super) fn replay(&self, mut loaded: Vec<(Vec<u8>, String)>) -> Result<String, Error> {
        let (fingerprint, response) = loaded.pop().ok_or(Error::IdempotencyRecord)?;
        if fingerprint.is_empty() {
            let detail = "what was created with the idempotency key has been deleted; use a new key to create it again";
            return Err(Rejection::new(StatusCode::CONFLICT, detail).into());
        }
        if fingerprint == self.fingerprint {
            return Ok(response);
        }
        let detail = "the idempotency key was sent with another body before";
        Err(Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, detail).into())
    }
}

/// Erases the stored responses that have the data of a row, and the fingerprints of the bodies, from which the data could be guessed. The
/// records remain, so that a request that is repeated does not create the row again.
pub(super) fn erase<R: Entity>(key: &R::Key) -> impl Statement + use<R> {
    let records = QueryDsl::filter(idempotency_keys::table, idempotency_keys::resource.eq(resource::<R>(key)));
    diesel::update(records).set((idempotency_keys::fingerprint.eq(Vec::<u8>::new()), idempotency_keys::answer.eq("")))
}

/// Erases the stored responses that have the data of several rows, by the texts of their keys, otherwise like [`erase`].
pub(super) fn erase_all<R: Entity>(keys: &[String]) -> impl Statement + use<R> {
    let resources: Vec<String> = keys.iter().map(|key| format!("{}/{key}", R::TABLE.name)).collect();
    let records = QueryDsl::filter(idempotency_keys::table, idempotency_keys::resource.eq_any(resources));
    diesel::update(records).set((idempotency_keys::fingerprint.eq(Vec::<u8>::new()), idempotency_keys::answer.eq("")))
}

/// Purges expired keys in the background, on the first request with a key and on every [`PURGE_INTERVAL`]th.
pub(super) fn purge_sometimes(database: &Database) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    if COUNT.fetch_add(1, Ordering::Relaxed).is_multiple_of(PURGE_INTERVAL) {
        let database = database.clone();
        tokio::spawn(async move {
            // A later request tries again.
            let _ = database.execute(|| purge(Utc::now())).await;
        });
    }
}

/// Removes the oldest expired keys.
fn purge(now: DateTime<Utc>) -> impl Statement {
    let keys = diesel::alias!(idempotency_keys as expired_keys);
    let (key, created) = (keys.field(idempotency_keys::key), keys.field(idempotency_keys::created));
    let expired = QueryDsl::filter(keys.select(key), created.lt(Timestamp(now - TTL))).order(created);
    diesel::delete(idempotency_keys::table).filter(idempotency_keys::key.eq_any(QueryDsl::limit(expired, PURGE_LIMIT)))
}
