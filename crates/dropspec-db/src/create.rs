//! Creating one row, once for each idempotency key where the request has one.

use diesel_async::AsyncConnection;
use serde::Serialize;

use super::idempotency::{Claim, Once, sweep_now_and_then};
use super::record::{Record, Stored};
use super::undone::{Refused, Undone};
use crate::store::{Action, Rows};
use crate::store::{Database, StoreError, Use};

/// The version of a row that was never changed.
const FIRST: i64 = 1;

/// Stores a new row, in one statement.
///
/// # Errors
/// 409 when its key is taken.
pub async fn create<R: Record>(database: &Database, new: R::New) -> Result<Stored<R>, Undone> {
    let record = R::create(new);
    match database.execute(Use::Write, R::insert(record.clone())).await {
        Ok(_) => Ok(Stored { record, version: FIRST }),
        Err(error) => Err(refused(error, &record)),
    }
}

/// Stores a new row, unless that has been done under this idempotency key already: then the answer is the one of that time. The row and
/// the key are stored in one transaction. What is refused leaves no key behind, and is tried anew when it is sent again.
///
/// # Errors
/// 409 when the key of the row is taken, 422 when the idempotency key was sent with another body, 400 when it is malformed.
pub async fn create_once<R>(database: &Database, new: R::New, once: Once<'_>) -> Result<Stored<R>, Undone>
where
    R: Record,
    R::New: Serialize,
{
    let mut claim = once.claim(&new)?;
    let record = R::create(new);
    let mut answer = Vec::with_capacity(512);
    record.encode(&mut answer);
    claim.answer = String::from_utf8_lossy(&answer).into_owned();
    // Few requests have a key: they alone pay for the size of a transaction.
    let earlier = Box::pin(store_once(database, claim, record.clone())).await?;
    sweep_now_and_then(database);
    match earlier {
        None => Ok(Stored { record, version: FIRST }),
        Some(answer) => {
            let record = R::from_json(&answer).ok_or_else(Once::outdated)?;
            Ok(Stored { record, version: FIRST })
        }
    }
}

/// Stores the claim and the row, or answers what an earlier claim has answered.
async fn store_once<R: Record>(database: &Database, claim: Claim, record: R) -> Result<Option<String>, Undone> {
    let _timer = database.timer("transaction");
    match database {
        Database::Postgres(postgres) => {
            let mut connection = postgres.connection().await?;
            connection
                .transaction(async |connection| {
                    // Whoever is here with the same key at the same time waits for the one to end.
                    if claim.stake().on_postgres(connection).await? == 0 {
                        return claim.earlier(claim.found().on_postgres(connection).await?).map(Some);
                    }
                    let inserted = R::insert(record.clone()).on_postgres(connection).await;
                    inserted.map(|_| None).map_err(|error| refused(error.into(), &record))
                })
                .await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut diesel::SqliteConnection| {
                connection.immediate_transaction(|connection| {
                    if claim.stake().on_sqlite(connection)? == 0 {
                        return claim.earlier(claim.found().on_sqlite(connection)?).map(Some);
                    }
                    let inserted = R::insert(record.clone()).on_sqlite(connection);
                    inserted.map(|_| None).map_err(|error| refused(error.into(), &record))
                })
            };
            sqlite.write(work).await
        }
    }
}

fn refused<R: Record>(error: StoreError, record: &R) -> Undone {
    if error.is_unique_violation() { Refused::taken(R::TABLE, record.key()).into() } else { error.into() }
}
