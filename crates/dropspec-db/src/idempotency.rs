//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what has been done under a key is not done again for a day.
//!
//! The keys are in a table of the engine's own, [`idempotency_keys`], beside the tables of the document.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::query_dsl::methods::FilterDsl;
use diesel::upsert::excluded;
use http::StatusCode;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::column_type::Timestamp;
use super::undone::Refused;
use crate::internal_tables::idempotency_keys;
use crate::store::{Action, Rows};
use crate::store::{Database, Use};
use dropspec_http::Error as HttpError;

/// How long a key is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// The longest key, in bytes.
const LONGEST: usize = 255;

/// Each so many requests with a key, those that are too old are removed, and how many of them at the most.
const EACH: u64 = 64;
const AT_ONCE: i64 = 1000;

/// What a request that has an idempotency key is known by.
#[derive(Clone, Copy, Debug)]
pub struct Once<'r> {
    /// The operation, by its id.
    pub operation: &'static str,
    /// Who calls, as far as that is known.
    pub caller: Option<&'r str>,
    /// The header.
    pub key: &'r str,
}

/// A row of the table.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = idempotency_keys)]
pub(super) struct Claim {
    key: String,
    fingerprint: Vec<u8>,
    pub(super) answer: String,
    created: Timestamp,
}

impl Once<'_> {
    /// The claim of a body on the key, still without an answer.
    ///
    /// # Errors
    /// 400 when the key is not one.
    pub(super) fn claim(&self, body: &impl Serialize) -> Result<Claim, super::Undone> {
        // The draft writes it as a string in quotes; many clients leave them out.
        let bare = self.key.trim();
        let key = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(bare);
        if key.is_empty() || key.len() > LONGEST {
            let detail = format!("an idempotency key has 1 to {LONGEST} characters");
            return Err(Refused::header("Idempotency-Key", &detail).into());
        }
        let mut body = serde_json::to_value(body).map_err(HttpError::from)?;
        // The order of properties is not what a body is about.
        body.sort_all_objects();
        Ok(Claim {
            key: json!([self.operation, self.caller.unwrap_or_default(), key]).to_string(),
            fingerprint: Sha256::digest(body.to_string()).to_vec(),
            answer: String::new(),
            created: Timestamp(Utc::now()),
        })
    }

    /// 409, for an answer of a time when the document was another one.
    pub(super) fn outdated() -> Refused {
        let detail =
            "this has been done under the idempotency key already, by a version of the service that answered otherwise";
        Refused::new(StatusCode::CONFLICT, detail)
    }
}

impl Claim {
    /// Stores it, in place of one that is too old. Meets no row where the key is taken.
    pub(super) fn stake(&self) -> impl Action + use<> {
        let old = Timestamp(self.created.0 - KEPT);
        let insert = diesel::insert_into(idempotency_keys::table).values(self.clone());
        let replace = insert.on_conflict(idempotency_keys::key).do_update().set((
            idempotency_keys::fingerprint.eq(excluded(idempotency_keys::fingerprint)),
            idempotency_keys::answer.eq(excluded(idempotency_keys::answer)),
            idempotency_keys::created.eq(excluded(idempotency_keys::created)),
        ));
        FilterDsl::filter(replace, idempotency_keys::created.lt(old))
    }

    /// Finds the claim that stands in its way.
    pub(super) fn found(&self) -> impl Rows<(Vec<u8>, String)> + use<> {
        let own = idempotency_keys::table.find(self.key.clone());
        own.select((idempotency_keys::fingerprint, idempotency_keys::answer))
    }

    /// What has been answered to the claim that stands in its way.
    ///
    /// # Errors
    /// 422 when that is of another body.
    pub(super) fn earlier(&self, mut found: Vec<(Vec<u8>, String)>) -> Result<String, super::Undone> {
        let (fingerprint, answer) = found.pop().ok_or_else(|| HttpError::internal("a claim is gone that was there"))?;
        if fingerprint == self.fingerprint {
            return Ok(answer);
        }
        let detail = "the idempotency key was sent with another body before";
        Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, detail).into())
    }
}

/// Removes keys that are too old, in the background, on the first request with a key and each so many later ones.
pub(super) fn sweep_now_and_then(database: &Database) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    if COUNT.fetch_add(1, Ordering::Relaxed).is_multiple_of(EACH) {
        let database = database.clone();
        tokio::spawn(async move {
            // Whoever comes later tries again.
            let _ = database.execute(Use::Lock, expired(Utc::now())).await;
        });
    }
}

/// Removes those that are too old, a part of them if they are many.
fn expired(now: DateTime<Utc>) -> impl Action {
    let keys = diesel::alias!(idempotency_keys as old_keys);
    let (key, created) = (keys.field(idempotency_keys::key), keys.field(idempotency_keys::created));
    let old = QueryDsl::filter(keys.select(key), created.lt(Timestamp(now - KEPT))).order(created);
    diesel::delete(idempotency_keys::table).filter(idempotency_keys::key.eq_any(QueryDsl::limit(old, AT_ONCE)))
}
