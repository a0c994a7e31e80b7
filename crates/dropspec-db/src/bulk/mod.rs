//! Creating many rows: all of them or none, or as many as can be.

mod report;
mod response;

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use http::StatusCode;
use serde_json::Value;

use crate::entity::{Entity, max_rows};
use crate::error::{Error, Rejection};
use crate::insert_rows::{RowOutcome, insert_on_postgres, insert_on_sqlite};
use crate::store::{ConflictRetries, Database};
use crate::unstorable::unstorable;
use crate::violated::{missing_parent, taken};
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

/// A row to insert, and the index of its item.
struct NewRow<R> {
    index: usize,
    record: R,
}

/// Stores new rows in one transaction: all of them or, when `lenient`, those that are valid and violate no
/// constraint.
///
/// # Errors
/// Unless `lenient`, 400 when items are invalid, 409 when keys or unique values are taken, and 422 when items refer to rows that do not exist,
/// with a pointer to each; the status is that of the first item. Then nothing is stored.
pub async fn create_all<R: Entity>(database: &Database, items: Items<R::Insert>, lenient: bool) -> Result<Bulk, Error> {
    let mut results = Vec::with_capacity(items.0.len());
    let mut rows = Vec::with_capacity(items.0.len());
    for (index, item) in items.0.into_iter().enumerate() {
        results.push(match item {
            Ok(new) => {
                let record = R::create(new);
                let violations = unstorable(&record).violations(&format!("/{index}"));
                if violations.is_empty() {
                    let key = json_key(&record);
                    rows.push(NewRow { index, record });
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

/// Stores the rows that violate no constraint, and returns the results of the others.
async fn store<R: Entity>(
    database: &Database,
    rows: Vec<NewRow<R>>,
    lenient: bool,
) -> Result<Vec<(usize, ItemResult)>, Error> {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    let mut rejected = Vec::new();
                    for part in rows.chunks(max_rows(R::TABLE).min(MAX_ROWS)) {
                        let records: Vec<R> = part.iter().map(|row| row.record.clone()).collect();
                        let outcomes = insert_on_postgres(connection, &records).await?;
                        rejected.extend(part.iter().zip(outcomes).filter_map(|(row, outcome)| rejection(row, outcome)));
                    }
                    commit_or_reject(rejected, lenient)
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
                    let mut rejected = Vec::new();
                    for row in &rows {
                        let outcome = insert_on_sqlite(connection, row.record.clone())?;
                        rejected.extend(rejection(row, outcome));
                    }
                    commit_or_reject(rejected, lenient)
                })
            };
            sqlite.write_alone(work).await
        }
    }
}

/// The results of the rows that are not stored, in the order of the items.
fn commit_or_reject(mut rejected: Vec<(usize, ItemResult)>, lenient: bool) -> Result<Vec<(usize, ItemResult)>, Error> {
    rejected.sort_by_key(|(index, _)| *index);
    if !lenient && let Some((_, ItemResult::Rejected(status, _))) = rejected.first() {
        reject_any(rejected.iter().map(|(_, result)| result), *status)?;
    }
    Ok(rejected)
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

/// The result of a row that is not stored.
fn rejection<R: Entity>(NewRow { index, record }: &NewRow<R>, outcome: RowOutcome) -> Option<(usize, ItemResult)> {
    let row = format!("/{index}");
    let (status, violations) = match outcome {
        RowOutcome::Inserted => return None,
        RowOutcome::KeyTaken => (StatusCode::CONFLICT, vec![duplicate(record, &row)]),
        RowOutcome::ValuesTaken(columns) => (StatusCode::CONFLICT, taken(R::TABLE, columns, &row)),
        RowOutcome::ParentsMissing(parents) => {
            let missing = parents.iter().map(|(place, value)| missing_parent(R::TABLE, *place, value, &row));
            (StatusCode::UNPROCESSABLE_ENTITY, missing.collect())
        }
    };
    Some((*index, ItemResult::Rejected(status, violations.into())))
}

/// The violation of a row whose key is taken, below its pointer.
fn duplicate<R: Entity>(record: &R, row: &str) -> Violation {
    let name = R::TABLE.key().property;
    let pointer = child(row, name);
    let detail = with_path(&format!("the {name} {} is taken", record.key()), &pointer);
    Violation { source: ErrorSource::Pointer(pointer), detail }
}

fn json_key<R: Entity>(record: &R) -> Value {
    match record.value(R::TABLE.key) {
        crate::Value::Integer(number) => number.into(),
        other => other.to_string().into(),
    }
}
