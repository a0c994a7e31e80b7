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
use crate::identity::{NewRow, make_keys_in_postgres, make_keys_in_sqlite};
use crate::store::{Condition, ConflictRetries, Database, Statement, StoreError};
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
    let mut rows = Vec::with_capacity(items.0.len());
    for (index, item) in items.0.into_iter().enumerate() {
        results.push(match item {
            Ok(new) => {
                let has_key = R::brings_key(&new);
                let record = R::create(new);
                let violations = unstorable(&record).violations(&format!("/{index}"));
                if violations.is_empty() {
                    let key = json_key(&record);
                    rows.push(NewRow { index, has_key, record });
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
    // Transactions that insert the same keys wait for each other, and in the same order of keys none waits for one that waits for it. Of
    // rows with the same key the first stays the first.
    rows.sort_by(|one, other| R::compare_keys(&one.record, &other.record));
    let _timer = database.timer("transaction");
    for (index, result) in store(database, rows, lenient).await? {
        results[index] = result;
    }
    Ok(Bulk { items: results })
}

/// Stores the rows whose keys are free, and returns the results of the others, and of those whose keys the database has made.
async fn store<R: Entity>(
    database: &Database,
    mut rows: Vec<NewRow<R>>,
    lenient: bool,
) -> Result<Vec<(usize, ItemResult)>, Error> {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    make_keys_in_postgres(connection, &mut rows).await?;
                    let mut taken = Vec::new();
                    for part in rows.chunks(max_rows(R::TABLE).min(MAX_ROWS)) {
                        let records = part.iter().map(|row| row.record.clone()).collect();
                        let keys = R::insert_all_new(connection, records).await?;
                        let mut keys: HashSet<String> = keys.iter().map(ToString::to_string).collect();
                        // Of two rows with the same key the first is stored.
                        taken.extend(part.iter().filter(|row| !keys.remove(&row.record.key().to_string())));
                    }
                    commit_or_reject(&rows, taken, lenient)
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(done) = retries.check(result).await? {
                    return Ok(done);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| {
                    make_keys_in_sqlite(connection, &mut rows)?;
                    let mut taken = Vec::new();
                    for row in &rows {
                        if R::insert_new(row.record.clone()).run_on_sqlite(connection)? == 0 {
                            taken.push(row);
                        }
                    }
                    commit_or_reject(&rows, taken, lenient)
                })
            };
            sqlite.write_alone(work).await
        }
    }
}

/// The results of the rows whose keys the database has made, and then of those whose keys are taken, in the order of the items.
fn commit_or_reject<R: Entity>(
    rows: &[NewRow<R>],
    mut taken: Vec<&NewRow<R>>,
    lenient: bool,
) -> Result<Vec<(usize, ItemResult)>, Error> {
    let is_made = |row: &NewRow<R>| R::TABLE.has_identity() && !row.has_key;
    if taken.iter().any(|row| is_made(row)) {
        // Rows that bring keys have just taken one; there are others.
        let cause = "a key that the database made was taken";
        return Err(StoreError::Condition(Condition::Conflict, cause.into()).into());
    }
    taken.sort_by_key(|row| row.index);
    let taken: Vec<(usize, ItemResult)> = taken.into_iter().map(duplicate).collect();
    if !lenient {
        reject_any(taken.iter().map(|(_, result)| result), StatusCode::CONFLICT)?;
    }
    let made = rows.iter().filter(|row| is_made(row));
    let made = made.map(|row| (row.index, ItemResult::Created(json_key(&row.record))));
    Ok(made.chain(taken).collect())
}

/// Rejects the request if items are rejected.
fn reject_any<'r>(
    results: impl IntoIterator<Item = &'r ItemResult, IntoIter: Clone>,
    status: StatusCode,
) -> Result<(), Rejection> {
    let rejected = results.into_iter().filter_map(|outcome| match outcome {
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

/// The result of a row whose key is taken.
fn duplicate<R: Entity>(NewRow { index, record, .. }: &NewRow<R>) -> (usize, ItemResult) {
    let name = R::TABLE.key().property;
    let pointer = child(&format!("/{index}"), name);
    let violation = Violation {
        detail: with_path(&format!("the {name} {} is taken", record.key()), &pointer),
        source: ErrorSource::Pointer(pointer),
    };
    (*index, ItemResult::Rejected(StatusCode::CONFLICT, vec![violation].into()))
}

fn json_key<R: Entity>(record: &R) -> Value {
    match record.value(R::TABLE.key) {
        crate::Value::Integer(number) => number.into(),
        other => other.to_string().into(),
    }
}
