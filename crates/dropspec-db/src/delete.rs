//! Deleting a row, with the stored responses of the requests that created it.

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::entity::{Entity, ExpectedVersion};
use super::error::Error;
use super::idempotency::erase;
use super::write_rejection::in_use;
use crate::store::{ConflictRetries, Database, Statement, StoreError};

/// Deletes the row of a key if it has an expected version, and returns whether it had. In the same transaction the responses are erased that
/// are stored under idempotency keys and have the data of the row.
///
/// # Errors
/// 409 when rows of other tables refer to it. When the database cannot be reached or a statement fails; then nothing is deleted.
pub async fn delete<R: Entity>(database: &Database, key: R::Key, expected: ExpectedVersion) -> Result<bool, Error> {
    let _timer = database.timer("transaction");
    // Boxed, so that the request carries no more than a pointer of the transaction.
    match Box::pin(delete_and_erase::<R>(database, key.clone(), expected)).await {
        Err(error) => Err(in_use::<R>(database, error, &key).await),
        Ok(deleted) => Ok(deleted),
    }
}

async fn delete_and_erase<R: Entity>(
    database: &Database,
    key: R::Key,
    expected: ExpectedVersion,
) -> Result<bool, StoreError> {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    let deleted = R::remove(key.clone(), expected).run_on_postgres(connection).await? > 0;
                    if deleted {
                        erase::<R>(&key).run_on_postgres(connection).await?;
                    }
                    Ok(deleted)
                };
                let result: Result<_, StoreError> =
                    postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(done) = retries.check(result).await? {
                    return Ok(done);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut SqliteConnection| {
                let deleted = R::remove(key.clone(), expected).run_on_sqlite(connection)? > 0;
                if deleted {
                    erase::<R>(&key).run_on_sqlite(connection)?;
                }
                Ok(deleted)
            };
            sqlite.write(work).await
        }
    }
}
