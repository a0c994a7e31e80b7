//! Creating many rows: all of them or none, or as many as can be.

mod report;

use std::collections::HashSet;

use diesel::SqliteConnection;
use diesel_async::AsyncConnection;
use http::StatusCode;
use serde_json::Value;

use crate::record::{Record, most_rows};
use crate::store::Action;
use crate::store::Database;
use crate::undone::{Refused, Undone};
use dropspec_http::Items;
use dropspec_schema::{ErrorSource, Violation};
use dropspec_schema::{child, with_path};

/// How many violations are told one by one.
const MOST: usize = 100;

/// What has become of the items of a bulk.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    /// Each in its place.
    pub outcomes: Vec<Outcome>,
}

/// What has become of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is stored, under this key.
    Created(Value),
    /// It is not stored.
    Refused(StatusCode, Vec<Violation>),
}

/// Stores new rows in one transaction: all of them or, when `lenient`, those that are valid and whose keys are not taken.
///
/// # Errors
/// Unless `lenient`, 400 when items are invalid and 409 when keys are taken, with a pointer to each; then nothing is stored.
pub async fn create_all<R: Record>(database: &Database, items: Items<R::New>, lenient: bool) -> Result<Bulk, Undone> {
    let mut outcomes = Vec::with_capacity(items.0.len());
    let (mut records, mut places) = (Vec::with_capacity(items.0.len()), Vec::with_capacity(items.0.len()));
    for (place, item) in items.0.into_iter().enumerate() {
        outcomes.push(match item {
            Ok(new) => {
                let record = R::create(new);
                let key = json_key(&record);
                records.push(record);
                places.push(place);
                Outcome::Created(key)
            }
            Err(violations) => Outcome::Refused(StatusCode::BAD_REQUEST, violations),
        });
    }
    if !lenient {
        refuse(&outcomes, StatusCode::BAD_REQUEST)?;
    }
    let settle = move |stored: &[bool]| {
        for (place, _) in places.iter().zip(stored).filter(|(_, stored)| !**stored) {
            if let Outcome::Created(key) = &outcomes[*place] {
                outcomes[*place] = Outcome::Refused(StatusCode::CONFLICT, vec![taken::<R>(*place, key)]);
            }
        }
        if !lenient {
            refuse(&outcomes, StatusCode::CONFLICT)?;
        }
        Ok(Bulk { outcomes })
    };
    let _timer = database.timer("transaction");
    store(database, records, settle).await
}

/// Stores those rows whose keys are free, and keeps them if `settle` does not object to which they are.
async fn store<R, F>(database: &Database, records: Vec<R>, settle: F) -> Result<Bulk, Undone>
where
    R: Record,
    F: FnOnce(&[bool]) -> Result<Bulk, Undone> + Send + 'static,
{
    match database {
        Database::Postgres(postgres) => {
            let mut connection = postgres.connection().await?;
            connection
                .transaction(async |connection| {
                    let mut stored = Vec::with_capacity(records.len());
                    for part in records.chunks(most_rows(R::TABLE)) {
                        let keys = R::insert_all_new(connection, part.to_vec()).await?;
                        let mut keys: HashSet<String> = keys.iter().map(ToString::to_string).collect();
                        // Of two under one key the first is stored.
                        stored.extend(part.iter().map(|record| keys.remove(&record.key().to_string())));
                    }
                    settle(&stored)
                })
                .await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| {
                    let insert = |record| Ok(R::insert_new(record).on_sqlite(connection)? > 0);
                    let stored = records.into_iter().map(insert).collect::<Result<Vec<_>, Undone>>()?;
                    settle(&stored)
                })
            };
            sqlite.write(work).await
        }
    }
}

/// Refuses the whole for its items.
fn refuse(outcomes: &[Outcome], status: StatusCode) -> Result<(), Refused> {
    let refused = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Refused(_, violations) => Some(violations),
        Outcome::Created(_) => None,
    });
    let mut all = refused.flatten();
    let mut violations: Vec<Violation> = all.by_ref().take(MOST).cloned().collect();
    if violations.is_empty() {
        return Ok(());
    }
    let more = all.count();
    if more > 0 {
        let detail = format!("there are {more} more violations");
        violations.push(Violation { place: ErrorSource::Pointer(String::new()), detail });
    }
    Err(Refused::invalid(status, violations))
}

fn taken<R: Record>(place: usize, key: &Value) -> Violation {
    let name = R::TABLE.key().property;
    let pointer = child(&format!("/{place}"), name);
    let text = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
    Violation {
        detail: with_path(&format!("the {name} {text} is taken"), &pointer),
        place: ErrorSource::Pointer(pointer),
    }
}

fn json_key<R: Record>(record: &R) -> Value {
    match record.value(R::TABLE.key) {
        crate::Value::Integer(number) => number.into(),
        other => other.to_string().into(),
    }
}
