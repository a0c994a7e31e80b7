//! Creating many rows: all of them or none, or as many as can be.

mod response;

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use http::StatusCode;
use serde_json::Value;

use crate::entity::Entity;
use crate::error::{Error, Rejection};
use crate::insert_rows::{RowOutcome, insert_on_postgres, insert_on_sqlite};
use crate::store::Database;
use crate::violated::{missing_parent, taken};
use dropspec_http::Items;
use dropspec_schema::{ErrorSource, Violation, Violations};
use dropspec_schema::{child, with_path};

/// The maximum number of violations in a response.
const MAX_VIOLATIONS: usize = 100;

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

/// Stores new rows in one transaction: all of them or, when `lenient`, those that are valid and violate no
/// constraint.
///
/// # Errors
/// Unless `lenient`, 400 when items are invalid, 409 when keys or unique values are taken, and 422 when items refer to rows that do not exist,
/// with a pointer to each; the status is that of the first item. Then nothing is stored.
pub async fn create_all<R: Entity>(database: &Database, items: Items<R::Insert>, lenient: bool) -> Result<Bulk, Error> {
    let mut results = Vec::with_capacity(items.0.len());
    let (mut records, mut places) = (Vec::with_capacity(items.0.len()), Vec::with_capacity(items.0.len()));
    for (place, item) in items.0.into_iter().enumerate() {
        results.push(match item {
            Ok(new) => {
                let record = R::create(new);
                let key = json_key(&record);
                records.push(record);
                places.push(place);
                ItemResult::Created(key)
            }
            Err(violations) => ItemResult::Rejected(StatusCode::BAD_REQUEST, violations),
        });
    }
    if !lenient {
        reject_any(&results, StatusCode::BAD_REQUEST)?;
    }
    let decide = move |outcomes: Vec<RowOutcome>| {
        for (place, outcome) in places.iter().zip(outcomes) {
            if let ItemResult::Created(key) = &results[*place]
                && let Some((status, violations)) = rejected::<R>(*place, key, outcome)
            {
                results[*place] = ItemResult::Rejected(status, violations.into());
            }
        }
        if !lenient {
            let first = results.iter().find_map(|result| match result {
                ItemResult::Rejected(status, _) => Some(*status),
                ItemResult::Created(_) => None,
            });
            reject_any(&results, first.unwrap_or(StatusCode::CONFLICT))?;
        }
        Ok(Bulk { items: results })
    };
    let _timer = database.timer("transaction");
    store(database, records, decide).await
}

/// Stores the rows that violate no constraint, and commits unless `decide` returns an error.
async fn store<R, F>(database: &Database, records: Vec<R>, decide: F) -> Result<Bulk, Error>
where
    R: Entity,
    F: FnOnce(Vec<RowOutcome>) -> Result<Bulk, Error> + Send + 'static,
{
    match database {
        Database::Postgres(postgres) => {
            let work =
                async |connection: &mut AsyncPgConnection| decide(insert_on_postgres(connection, records).await?);
            postgres.write(async |connection| connection.transaction(work).await).await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| decide(insert_on_sqlite(connection, records)?))
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

/// The status and the violations of an item that is not stored.
fn rejected<R: Entity>(place: usize, key: &Value, outcome: RowOutcome) -> Option<(StatusCode, Vec<Violation>)> {
    let row = format!("/{place}");
    Some(match outcome {
        RowOutcome::Inserted => return None,
        RowOutcome::KeyTaken => (StatusCode::CONFLICT, vec![duplicate::<R>(place, key)]),
        RowOutcome::ValuesTaken(columns) => (StatusCode::CONFLICT, taken(R::TABLE, columns, &row)),
        RowOutcome::ParentsMissing(parents) => {
            let missing = parents.iter().map(|(place, value)| missing_parent(R::TABLE, *place, value, &row));
            (StatusCode::UNPROCESSABLE_ENTITY, missing.collect())
        }
    })
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
