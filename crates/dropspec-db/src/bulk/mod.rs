//! Creating or replacing many rows: all of them or none, or as many as can be.

mod report;
mod response;

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use http::StatusCode;
use serde_json::Value;

use crate::entity::{Entity, max_rows};
use crate::error::{Error, Rejection};
use crate::identity::{NewRow, make_keys_in_postgres, make_keys_in_sqlite};
use crate::insert_rows::{RowOutcome, insert_on_postgres, insert_on_sqlite, replace_on_postgres, replace_on_sqlite};
use crate::storable::unstorable;
use crate::store::{Condition, ConflictRetries, Database, StoreError};
use crate::transaction_end::TransactionEnd;
use crate::violated::{key_taken, missing_parent, taken};
use dropspec_http::Items;
use dropspec_schema::{ErrorSource, Violation, Violations};

/// The maximum number of violations in a response.
const MAX_VIOLATIONS: usize = 100;

/// The maximum number of rows in one statement of PostgreSQL. A row is in memory several times while its statement is sent, and larger
/// statements are not faster.
const MAX_ROWS: usize = 1000;

/// How several rows are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkMode {
    /// Whether valid items are stored although others are rejected.
    pub lenient: bool,
    /// Whether an item whose key is taken replaces that row. Otherwise it is rejected.
    pub replaces: bool,
    /// Whether nothing is stored in the end, although the result is the same.
    pub is_dry_run: bool,
}

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
    /// It has replaced the row with this key.
    Replaced(Value),
    /// It is not stored.
    Rejected(StatusCode, Violations),
}

/// Stores new rows in one transaction: all of them or, when `lenient`, those that are valid and violate no
/// constraint.
///
/// # Errors
/// Unless `lenient`, 400 when items are invalid, 409 when keys or unique values are taken, and 422 when items refer to rows that do not exist,
/// with a pointer to each; the status is that of the first item. Then nothing is stored.
pub async fn create_all<R: Entity>(database: &Database, items: Items<R::Insert>, lenient: bool) -> Result<Bulk, Error> {
    store_all::<R>(database, items, BulkMode { lenient, ..BulkMode::default() }).await
}

/// Stores rows in one transaction: like [`create_all`], or the rows whose keys are taken are replaced. Of items with the same key each
/// replaces the one before it.
///
/// # Errors
/// As [`create_all`].
pub async fn store_all<R: Entity>(database: &Database, items: Items<R::Insert>, mode: BulkMode) -> Result<Bulk, Error> {
    let mut results = Vec::with_capacity(items.0.len());
    let mut rows = Vec::with_capacity(items.0.len());
    for (index, item) in items.0.into_iter().enumerate() {
        results.push(match item {
            Ok(new) => {
                let has_key = R::brings_key(&new);
                let record = R::create(new);
                let violations = unstorable(&record).violations(format_args!("/{index}"));
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
    if !mode.lenient {
        reject_any(&results, StatusCode::BAD_REQUEST)?;
    }
    // Transactions that insert the same keys wait for each other, and in the same order of keys none waits for one that waits for it. Of
    // rows with the same key the first stays the first.
    rows.sort_by(|one, other| R::compare_keys(&one.record, &other.record));
    let _timer = database.timer("transaction");
    for (index, result) in store(database, rows, mode).await? {
        results[index] = result;
    }
    Ok(Bulk { items: results })
}

/// The results of the rows that are not new, or whose keys the database has made.
type Others = Vec<(usize, ItemResult)>;

/// Stores the rows.
async fn store<R: Entity>(database: &Database, rows: Vec<NewRow<R>>, mode: BulkMode) -> Result<Others, Error> {
    match store_or_roll_back(database, rows, mode).await {
        Ok(others) | Err(TransactionEnd::DryRun(others)) => Ok(others),
        Err(TransactionEnd::Failed(error)) => Err(error),
        Err(TransactionEnd::Violated(error, _)) => Err(error.into()),
    }
}

/// Stores the rows in a transaction, which is rolled back if it is a dry run.
async fn store_or_roll_back<R: Entity>(
    database: &Database,
    mut rows: Vec<NewRow<R>>,
    mode: BulkMode,
) -> Result<Others, TransactionEnd<Others>> {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    make_keys_in_postgres(connection, &mut rows).await?;
                    let mut others = Vec::new();
                    for part in rows.chunks(max_rows(R::TABLE).min(MAX_ROWS)) {
                        let records: Vec<R> = part.iter().map(|row| row.record.clone()).collect();
                        let outcomes = insert_on_postgres(connection, &records).await?;
                        for (row, mut outcome) in part.iter().zip(outcomes) {
                            if mode.replaces && outcome == RowOutcome::KeyTaken && !row.is_made() {
                                outcome = replace_on_postgres(connection, &row.record).await?;
                            }
                            others.extend(result(row, outcome)?);
                        }
                    }
                    TransactionEnd::of(commit_or_reject(others, mode)?, mode.is_dry_run)
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
                    let mut others = Vec::new();
                    for row in &rows {
                        let mut outcome = insert_on_sqlite(connection, row.record.clone())?;
                        if mode.replaces && outcome == RowOutcome::KeyTaken && !row.is_made() {
                            outcome = replace_on_sqlite(connection, &row.record)?;
                        }
                        others.extend(result(row, outcome)?);
                    }
                    TransactionEnd::of(commit_or_reject(others, mode)?, mode.is_dry_run)
                })
            };
            sqlite.write_alone(work).await
        }
    }
}

/// The results of the rows that are not new, in the order of the items.
fn commit_or_reject(mut others: Others, mode: BulkMode) -> Result<Others, Error> {
    others.sort_by_key(|(index, _)| *index);
    let status = others.iter().find_map(|(_, result)| match result {
        ItemResult::Rejected(status, _) => Some(*status),
        ItemResult::Created(_) | ItemResult::Replaced(_) => None,
    });
    if let (false, Some(status)) = (mode.lenient, status) {
        reject_any(others.iter().map(|(_, result)| result), status)?;
    }
    Ok(others)
}

/// Rejects the request if items are rejected.
fn reject_any<'r>(
    results: impl IntoIterator<Item = &'r ItemResult, IntoIter: Clone>,
    status: StatusCode,
) -> Result<(), Rejection> {
    let rejected = results.into_iter().filter_map(|outcome| match outcome {
        ItemResult::Rejected(_, violations) => Some(violations),
        ItemResult::Created(_) | ItemResult::Replaced(_) => None,
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

/// The result of a row; `None` if it is inserted with a key that is known.
fn result<R: Entity>(row: &NewRow<R>, outcome: RowOutcome) -> Result<Option<(usize, ItemResult)>, Error> {
    let NewRow { index, record, .. } = row;
    let pointer = format!("/{index}");
    let (status, violations) = match outcome {
        RowOutcome::Inserted if row.is_made() => return Ok(Some((*index, ItemResult::Created(json_key(record))))),
        RowOutcome::Inserted => return Ok(None),
        RowOutcome::KeyTaken if row.is_made() => {
            // The transaction is repeated: rows that bring keys have just taken this one.
            let cause = "a key that the database made was taken".into();
            return Err(StoreError::Condition(Condition::Conflict, cause).into());
        }
        RowOutcome::Replaced => return Ok(Some((*index, ItemResult::Replaced(json_key(record))))),
        // The row that has the key is deleted softly.
        RowOutcome::Gone if R::TABLE.deletion_column().is_some() => {
            (StatusCode::CONFLICT, key_taken(R::TABLE, &*record.key(), &pointer))
        }
        RowOutcome::Gone => {
            // The transaction is repeated.
            let cause = "the row was deleted at the same time".into();
            return Err(StoreError::Condition(Condition::Conflict, cause).into());
        }
        RowOutcome::KeyTaken => (StatusCode::CONFLICT, key_taken(R::TABLE, &*record.key(), &pointer)),
        RowOutcome::ValuesTaken(columns) => (StatusCode::CONFLICT, taken(R::TABLE, columns, &pointer)),
        RowOutcome::ParentsMissing(parents) => {
            let missing = parents.iter().map(|(place, value)| missing_parent(R::TABLE, *place, value, &pointer));
            (StatusCode::UNPROCESSABLE_ENTITY, missing.collect())
        }
    };
    Ok(Some((*index, ItemResult::Rejected(status, violations.into()))))
}

/// The key of a row as JSON: an object if it has several properties.
fn json_key<R: Entity>(record: &R) -> Value {
    let value = |column: usize| match record.value(column) {
        crate::Value::Integer(number) => Value::from(number),
        other => other.to_string().into(),
    };
    match R::TABLE.key {
        [column] => value(*column),
        columns => {
            let entry = |column: &usize| (R::TABLE.columns[*column].property.to_owned(), value(*column));
            Value::Object(columns.iter().map(entry).collect())
        }
    }
}
