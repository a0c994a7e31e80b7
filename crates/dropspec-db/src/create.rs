//! Creating one row, once per idempotency key if the request has one.

use diesel::{QueryResult, SqliteConnection};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use dropspec_http::set_repeatable;
use serde::Serialize;

use super::entity::{Entity, Versioned};
use super::error::Error;
use super::idempotency::{IdempotencyKey, IdempotencyRecord, purge_sometimes, resource};
use super::storable::reject_unstorable;
use super::violated::Violated;
use super::write_rejection::{no_parent, parent_exists, parent_values, rejection};
use crate::store::{BatchWrite, ConflictRetries, Database, Query, Statement, StoreError, Turn};

/// The version of a new row.
const FIRST_VERSION: i64 = 1;

/// Stores a new row, in one statement.
///
/// # Errors
/// 409 when its key or other unique values are taken, 422 when it refers to a row that does not exist, 400 when no database can hold its values.
pub async fn create<R: Entity>(database: &Database, new: R::Insert) -> Result<Versioned<R>, Error> {
    let has_new_key = !R::brings_key(&new);
    let record = R::create(new);
    reject_unstorable(&record)?;
    if record.has_children() {
        // Boxed, because few rows are created with others.
        return Box::pin(store_with_children(database, record)).await;
    }
    match insert(database, &record, has_new_key).await {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(error) => Err(insert_error(database, error, &record).await),
    }
}

/// Stores a row and the rows of other tables that are created with it, in one transaction.
async fn store_with_children<R: Entity>(database: &Database, record: R) -> Result<Versioned<R>, Error> {
    let _timer = database.timer("transaction");
    let stored = match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    R::insert(record.clone()).run_on_postgres(connection).await?;
                    record.insert_children_on_postgres(connection).await
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                match retries.check(result).await {
                    Ok(Some(())) => break Ok(()),
                    Ok(None) => {}
                    Err(error) => break Err(error),
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let record = record.clone();
            let work = move |connection: &mut SqliteConnection| {
                R::insert(record.clone()).run_on_sqlite(connection)?;
                record.insert_children_on_sqlite(connection)
            };
            sqlite.write(work).await
        }
    };
    match stored {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(Error::Store(error)) => Err(insert_error(database, error, &record).await),
        Err(error) => Err(error),
    }
}

/// Stores a new row that refers to another one by a reference at `parent`, that of the nested collection in which it is created.
///
/// # Errors
/// As [`create`]; 404 when the parent does not exist.
pub async fn create_within<R: Entity>(
    database: &Database,
    record: R,
    has_new_key: bool,
    parent: usize,
) -> Result<Versioned<R>, Error> {
    reject_unstorable(&record)?;
    match insert(database, &record, has_new_key).await {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(error) => {
            let parents = parent_values(&record);
            if let Some((_, value)) = parents.iter().find(|(place, _)| *place == parent)
                && Violated::of(&error, R::TABLE) == Some(Violated::Reference)
                && database.read(parent_exists(R::TABLE, parent, value.clone()).query()).await? != [true]
            {
                return Err(no_parent(R::TABLE, parent, value).into());
            }
            Err(rejection(database, error, R::TABLE, record.key(), parents).await)
        }
    }
}

async fn insert<R: Entity>(database: &Database, record: &R, has_new_key: bool) -> Result<(), StoreError> {
    let turn = match database {
        // No other row has a new key, so that this one waits for no other transaction.
        Database::Postgres(postgres) if has_new_key => {
            let _timer = database.timer("execute");
            postgres.write_in_batch(|| NewRow(record.clone())).await?
        }
        _ => Turn::Alone(None),
    };
    if let Turn::Alone(_slot) = turn {
        database.execute(|| R::insert(record.clone())).await?;
    }
    Ok(())
}

/// A row with a new key.
struct NewRow<R>(R);

impl<R: Entity> BatchWrite for NewRow<R> {
    async fn run_all(rows: Vec<Self>, connection: &AsyncPgConnection) -> QueryResult<usize> {
        R::insert_all(connection, rows.into_iter().map(|NewRow(record)| record).collect()).await
    }
}

/// Stores a new row, unless a request with the same idempotency key has done so; then its response is repeated. The row and the record of
/// the key are stored in one transaction. A rejected request leaves no record.
///
/// # Errors
/// As [`create`]; 409 when the row that was created has been deleted, 422 when the idempotency key was sent with another body, 400 when it is
/// malformed.
pub async fn create_once<R>(database: &Database, new: R::Insert, key: IdempotencyKey<'_>) -> Result<Versioned<R>, Error>
where
    R: Entity,
    R::Insert: Serialize,
{
    let mut request = key.record(&new)?;
    // Whatever its outcome: a repetition stores nothing twice.
    set_repeatable();
    let record = R::create(new);
    reject_unstorable(&record)?;
    request.resource = Some(resource::<R>(record.key()));
    let mut response = Vec::with_capacity(512);
    record.encode(&mut response);
    request.response = String::from_utf8_lossy(&response).into_owned();
    // Boxed, because few requests have a key: the others need not carry the size of a transaction.
    let earlier = match Box::pin(store_once(database, request, record.clone())).await {
        Err(Error::Store(error)) => return Err(insert_error(database, error, &record).await),
        outcome => outcome?,
    };
    purge_sometimes(database);
    match earlier {
        None => Ok(Versioned { record, version: FIRST_VERSION }),
        Some(response) => {
            let record = R::from_json(&response).ok_or_else(IdempotencyKey::stale)?;
            Ok(Versioned { record, version: FIRST_VERSION })
        }
    }
}

/// Stores the record of the key and the row, or returns the response of the earlier request.
async fn store_once<R: Entity>(
    database: &Database,
    request: IdempotencyRecord,
    record: R,
) -> Result<Option<String>, Error> {
    let _timer = database.timer("transaction");
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    // A concurrent request with the same key waits for this one.
                    if request.reserve().run_on_postgres(connection).await? == 0 {
                        return request.replay(request.load().run_on_postgres(connection).await?).map(Some);
                    }
                    R::insert(record.clone()).run_on_postgres(connection).await?;
                    if record.has_children() {
                        record.insert_children_on_postgres(connection).await?;
                    }
                    Ok(None)
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(done) = retries.check(result).await? {
                    return Ok(done);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                if request.reserve().run_on_sqlite(connection)? == 0 {
                    return request.replay(request.load().run_on_sqlite(connection)?).map(Some);
                }
                R::insert(record.clone()).run_on_sqlite(connection)?;
                record.insert_children_on_sqlite(connection)?;
                Ok(None)
            };
            sqlite.write(work).await
        }
    }
}

async fn insert_error<R: Entity>(database: &Database, error: StoreError, record: &R) -> Error {
    rejection(database, error, R::TABLE, record.key(), parent_values(record)).await
}
