//! Creating many rows: all of them or none, or as many as can be.

mod report;
mod response;

use std::collections::HashSet;

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use http::StatusCode;
use serde_json::Value;

use crate::entity::{Entity, max_rows};
use crate::error::{Error, Rejection};
use crate::store::Database;
use crate::store::Statement;
use crate::unstorable::unstorable;
use dropspec_http::Items;
use dropspec_schema::{ErrorSource, Violation, Violations};
use dropspec_schema::{child, with_path};

/// The maximum number of violations in a response.
const MAX_VIOLATIONS: usize = 100;

/// The maximum number of rows in one statement of PostgreSQL. A row is in memory several times while its statement is sent, and larger
/// statements are not faster.
const MAX_ROWS: usize = 1000;

/// The result of creating several rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    /// The result of each item, in order.
    pub items: Vec<ItemResult>,
}

/// The result of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemResult {
    /// It is stored, with this key.
    Created(Value),
    /// It is not stored.
    Rejected(StatusCode, Violations),
}

/// Stores new rows in one transaction: all of them or, when `lenient`, those that are valid and whose keys are not taken.
///
/// # Errors
/// Unless `lenient`, 400 when items are invalid and 409 when keys are taken, with a pointer to each; then nothing is stored.
pub async fn create_all<R: Entity>(database: &Database, items: Items<R::Insert>, lenient: bool) -> Result<Bulk, Error> {
    let mut results = Vec::with_capacity(items.0.len());
    let (mut records, mut places) = (Vec::with_capacity(items.0.len()), Vec::with_capacity(items.0.len()));
    for (place, item) in items.0.into_iter().enumerate() {
        results.push(match item {
            Ok(new) => {
                let record = R::create(new);
                let violations = unstorable(&record).violations(&format!("/{place}"));
                if violations.is_empty() {
                    let key = json_key(&record);
                    records.push(record);
                    places.push(place);
                    ItemResult::Created(key)
                } else {
                    ItemResult::Rejected(StatusCode::BAD_REQUEST, violations.into())
                }
            }
            Err(violations) => ItemResult::Rejected(StatusCode::BAD_REQUEST, violations),
        });
    }
    if !lenient {
        reject_any(&results, StatusCode::BAD_REQUEST)?;
    }
    let decide = move |stored: &[bool]| {
        for (place, _) in places.iter().zip(stored).filter(|(_, stored)| !**stored) {
            if let ItemResult::Created(key) = &results[*place] {
                results[*place] = ItemResult::Rejected(StatusCode::CONFLICT, vec![duplicate::<R>(*place, key)].into());
            }
        }
        if !lenient {
            reject_any(&results, StatusCode::CONFLICT)?;
        }
        Ok(Bulk { items: results })
    };
    let _timer = database.timer("transaction");
    store(database, records, decide).await
}

/// Stores the rows whose keys are free, and commits unless `decide` returns an error.
async fn store<R, F>(database: &Database, records: Vec<R>, decide: F) -> Result<Bulk, Error>
where
    R: Entity,
    F: FnOnce(&[bool]) -> Result<Bulk, Error> + Send + 'static,
{
    match database {
        Database::Postgres(postgres) => {
            let work = async |connection: &mut AsyncPgConnection| {
                let mut stored = Vec::with_capacity(records.len());
                for part in records.chunks(max_rows(R::TABLE).min(MAX_ROWS)) {
                    let keys = R::insert_all_new(connection, part.to_vec()).await?;
                    let mut keys: HashSet<String> = keys.iter().map(ToString::to_string).collect();
                    // Of two rows with the same key the first is stored.
                    stored.extend(part.iter().map(|record| keys.remove(&record.key().to_string())));
                }
                decide(&stored)
            };
            postgres.write(async |connection| connection.transaction(work).await).await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| {
                    let insert = |record| Ok(R::insert_new(record).run_on_sqlite(connection)? > 0);
                    let stored = records.into_iter().map(insert).collect::<Result<Vec<_>, Error>>()?;
                    decide(&stored)
                })
            };
            sqlite.write_alone(work).await
        }
    }
}

/// Rejects the request if items are rejected.
fn reject_any(results: &[ItemResult], status: StatusCode) -> Result<(), Rejection> {
    let rejected = results.iter().filter_map(|outcome| match outcome {
        ItemResult::Rejected(_, violations) => Some(violations),
        ItemResult::Created(_) => None,
    });
    let count: usize = rejected.clone().map(Violations::count).sum();
    if count == 0 {
        return Ok(());
    }
    let mut violations: Vec<Violation> =
        rejected.flat_map(Violations::reported).take(MAX_VIOLATIONS).cloned().collect();
    let more = count - violations.len();
    if more > 0 {
        let detail = format!("there are {more} more violations");
        violations.push(Violation { source: ErrorSource::Pointer(String::new()), detail });
    }
    Err(Rejection::invalid(status, violations))
}

fn duplicate<R: Entity>(place: usize, key: &Value) -> Violation {
    let name = R::TABLE.key().property;
    let pointer = child(&format!("/{place}"), name);
    let text = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
    Violation {
        detail: with_path(&format!("the {name} {text} is taken"), &pointer),
        source: ErrorSource::Pointer(pointer),
    }
}

fn json_key<R: Entity>(record: &R) -> Value {
    match record.value(R::TABLE.key) {
        crate::Value::Integer(number) => number.into(),
        other => other.to_string().into(),
    }
}
