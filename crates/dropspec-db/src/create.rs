//! Creating one row, once per idempotency key if the request has one.

use diesel::{QueryResult, SqliteConnection};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use dropspec_http::set_repeatable;
use serde::Serialize;

use super::entity::{Entity, Versioned};
use super::error::Error;
use super::idempotency::{IdempotencyKey, IdempotencyRecord, purge_sometimes};
use super::identity::{NewRow, make_keys_in_postgres, make_keys_in_sqlite};
use super::storable::reject_unstorable;
use super::violated::Violated;
use super::write_rejection::{no_parent, parent_exists, parent_values, rejection};
use crate::store::{BatchWrite, ConflictRetries, Database, Query, Statement, StoreError, Turn};

/// The version of a new row.
const FIRST_VERSION: i64 = 1;

/// How often a row is inserted whose key the database makes, while rows that bring keys take them.
const MAX_ATTEMPTS: usize = 5;

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
        return Box::pin(store_with_children(database, record, !has_new_key)).await;
    }
    if R::TABLE.has_identity() {
        // Boxed, so that the rows of other tables need not carry it.
        return Box::pin(create_with_identity(database, record, has_new_key)).await;
    }
    match insert(database, &record, has_new_key).await {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(error) => Err(insert_error(database, error, &record).await),
    }
}

/// Stores a row and the rows of other tables that are created with it, in one transaction.
async fn store_with_children<R: Entity>(database: &Database, record: R, has_key: bool) -> Result<Versioned<R>, Error> {
    let _timer = database.timer("transaction");
    let mut rows = [NewRow { index: 0, has_key, record: record.clone() }];
    let stored = match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    make_keys_in_postgres(connection, &mut rows).await?;
                    let [NewRow { record, .. }] = &rows;
                    R::insert(record.clone()).run_on_postgres(connection).await?;
                    record.insert_children_on_postgres(connection).await?;
                    Ok(record.clone())
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                match retries.check(result).await {
                    Ok(Some(record)) => break Ok(record),
                    Ok(None) => {}
                    Err(error) => break Err(error),
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                make_keys_in_sqlite(connection, &mut rows)?;
                let [NewRow { record, .. }] = rows;
                R::insert(record.clone()).run_on_sqlite(connection)?;
                record.insert_children_on_sqlite(connection)?;
                Ok(record)
            };
            sqlite.write(work).await
        }
    };
    match stored {
        Ok(record) => Ok(Versioned { record, version: FIRST_VERSION }),
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
    mut record: R,
    has_new_key: bool,
    parent: usize,
) -> Result<Versioned<R>, Error> {
    reject_unstorable(&record)?;
    let inserted = match R::TABLE.has_identity() {
        // Boxed, so that the rows of other tables need not carry it.
        true => Box::pin(insert_with_identity(database, &mut record, has_new_key)).await,
        false => insert(database, &record, has_new_key).await,
    };
    match inserted {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(error) => {
            let parents = parent_values(&record);
            if let Some((_, value)) = parents.iter().find(|(place, _)| *place == parent)
                && Violated::of(&error, R::TABLE) == Some(Violated::Reference)
                && database.read(parent_exists(R::TABLE, parent, value.clone()).query()).await? != [true]
            {
                return Err(no_parent(R::TABLE, parent, value).into());
            }
            Err(rejection(database, error, R::TABLE, &*record.key(), parents).await)
        }
    }
}

async fn insert<R: Entity>(database: &Database, record: &R, has_new_key: bool) -> Result<(), StoreError> {
    let turn = match database {
        // No other row has a new key, so that this one waits for no other transaction.
        Database::Postgres(postgres) if has_new_key => {
            let _timer = database.timer("execute");
            postgres.write_in_batch(|| RowWithNewKey(record.clone())).await?
        }
        _ => Turn::Alone(None),
    };
    if let Turn::Alone(_slot) = turn {
        database.execute(|| R::insert(record.clone())).await?;
    }
    Ok(())
}

/// A row with a new key.
struct RowWithNewKey<R>(R);

impl<R: Entity> BatchWrite for RowWithNewKey<R> {
    type Output = ();

    async fn run_all(rows: Vec<Self>, connection: &AsyncPgConnection) -> QueryResult<Vec<()>> {
        let count = R::insert_all(connection, rows.into_iter().map(|RowWithNewKey(record)| record).collect()).await?;
        Ok(vec![(); count])
    }
}

/// Stores a new row of a table whose keys the database makes.
async fn create_with_identity<R: Entity>(
    database: &Database,
    mut record: R,
    has_new_key: bool,
) -> Result<Versioned<R>, Error> {
    match insert_with_identity(database, &mut record, has_new_key).await {
        Ok(()) => Ok(Versioned { record, version: FIRST_VERSION }),
        Err(error) => Err(insert_error(database, error, &record).await),
    }
}

/// Inserts a row of a table whose keys the database makes, and sets its key.
async fn insert_with_identity<R: Entity>(
    database: &Database,
    record: &mut R,
    has_new_key: bool,
) -> Result<(), StoreError> {
    for attempt in 1.. {
        let key = match has_new_key {
            true => insert_without_key(database, record).await,
            false => store_with_identity(database, record, true).await,
        };
        match key {
            Ok(key) => {
                record.set_key(key);
                break;
            }
            // Rows that bring keys may just have taken this one.
            Err(error) if has_new_key && attempt < MAX_ATTEMPTS && is_key_taken::<R>(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_key_taken<R: Entity>(error: &StoreError) -> bool {
    Violated::of(error, R::TABLE) == Some(Violated::Key)
}

async fn insert_without_key<R: Entity>(database: &Database, record: &R) -> Result<R::Key, StoreError> {
    match database {
        Database::Postgres(postgres) => {
            let _timer = database.timer("execute");
            let _slot = match postgres.write_in_batch(|| RowWithoutKey(record.clone())).await? {
                Turn::Done(key) => return Ok(key),
                Turn::Alone(slot) => slot,
            };
            let insert = async |connection: &mut AsyncPgConnection| {
                Ok::<_, StoreError>(R::insert_all_without_keys(connection, vec![record.clone()]).await?)
            };
            let key = postgres.write(insert).await?.pop();
            key.ok_or(StoreError::Query(diesel::result::Error::NotFound))
        }
        Database::Sqlite(_) => store_with_identity(database, record, false).await,
    }
}

/// Stores a row, which is given a key unless it has one.
async fn store_with_identity<R: Entity>(database: &Database, record: &R, has_key: bool) -> Result<R::Key, StoreError> {
    let _timer = database.timer("transaction");
    let mut rows = [NewRow { index: 0, has_key, record: record.clone() }];
    match database {
        Database::Postgres(postgres) => {
            let work = async |connection: &mut AsyncPgConnection| {
                make_keys_in_postgres(connection, &mut rows).await?;
                let [NewRow { record, .. }] = rows;
                let key = record.key().into_owned();
                R::insert(record).run_on_postgres(connection).await?;
                Ok(key)
            };
            postgres.write(async |connection| connection.transaction(work).await).await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                make_keys_in_sqlite(connection, &mut rows)?;
                let [NewRow { record, .. }] = rows;
                let key = record.key().into_owned();
                R::insert(record).run_on_sqlite(connection)?;
                Ok(key)
            };
            sqlite.write(work).await
        }
    }
}

/// A row whose key the database makes.
struct RowWithoutKey<R>(R);

impl<R: Entity> BatchWrite for RowWithoutKey<R> {
    type Output = R::Key;

    async fn run_all(rows: Vec<Self>, connection: &AsyncPgConnection) -> QueryResult<Vec<R::Key>> {
        R::insert_all_without_keys(connection, rows.into_iter().map(|RowWithoutKey(record)| record).collect()).await
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
    let request = key.record(&new)?;
    // Whatever its outcome: a repetition stores nothing twice.
    set_repeatable();
    let has_key = R::brings_key(&new);
    let record = R::create(new);
    reject_unstorable(&record)?;
    // Boxed, because few requests have a key: the others need not carry the size of a transaction.
    let record = match Box::pin(store_once(database, request, record.clone(), has_key)).await {
        Ok(Once::Stored(record)) => record,
        Ok(Once::Repeated(response)) => R::from_stored_json(&response).ok_or_else(IdempotencyKey::stale)?,
        Err(Error::Store(error)) => return Err(insert_error(database, error, &record).await),
        Err(error) => return Err(error),
    };
    purge_sometimes(database);
    Ok(Versioned { record, version: FIRST_VERSION })
}

/// The result of a request with an idempotency key.
enum Once<R> {
    /// The row is stored.
    Stored(R),
    /// An earlier request has stored it, with this response.
    Repeated(String),
}

/// Stores the record of the key and the row, or returns the response of the earlier request.
async fn store_once<R: Entity>(
    database: &Database,
    mut request: IdempotencyRecord,
    record: R,
    has_key: bool,
) -> Result<Once<R>, Error> {
    let _timer = database.timer("transaction");
    let mut rows = [NewRow { index: 0, has_key, record }];
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    make_keys_in_postgres(connection, &mut rows).await?;
                    let [NewRow { record, .. }] = &rows;
                    request.respond_with(record);
                    // A concurrent request with the same key waits for this one.
                    if request.reserve().run_on_postgres(connection).await? == 0 {
                        return request.replay(request.load().run_on_postgres(connection).await?).map(Once::Repeated);
                    }
                    R::insert(record.clone()).run_on_postgres(connection).await?;
                    if record.has_children() {
                        record.insert_children_on_postgres(connection).await?;
                    }
                    Ok(Once::Stored(record.clone()))
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(done) = retries.check(result).await? {
                    return Ok(done);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                make_keys_in_sqlite(connection, &mut rows)?;
                let [NewRow { record, .. }] = rows;
                request.respond_with(&record);
                if request.reserve().run_on_sqlite(connection)? == 0 {
                    return request.replay(request.load().run_on_sqlite(connection)?).map(Once::Repeated);
                }
                R::insert(record.clone()).run_on_sqlite(connection)?;
                record.insert_children_on_sqlite(connection)?;
                Ok(Once::Stored(record))
            };
            sqlite.write(work).await
        }
    }
}

async fn insert_error<R: Entity>(database: &Database, error: StoreError, record: &R) -> Error {
    rejection(database, error, R::TABLE, &*record.key(), parent_values(record)).await
}
