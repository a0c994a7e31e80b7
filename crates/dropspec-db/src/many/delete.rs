//! Deleting the rows that filters select.

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::ManyRows;
use super::matching::{self, keys};
use crate::entity::Entity;
use crate::error::Error;
use crate::idempotency::erase_all;
use crate::list::ListQuery;
use crate::select_query::SelectQuery;
use crate::store::{ConflictRetries, Database, Query, Statement};
use crate::transaction_end::TransactionEnd;
use crate::write_rejection::some_in_use;

/// The result of a transaction: the number of rows.
type Deleted = Result<usize, TransactionEnd<usize>>;

/// Deletes the rows that filters select, and the stored responses that have their data, in one transaction. Returns the number of rows.
///
/// # Errors
/// 400 when filters are invalid or missing, 409 when there are more rows than the limit, or when other rows refer to one of them. Then nothing
/// is deleted.
pub async fn delete_many<R: Entity>(database: &Database, rows: ListQuery, many: ManyRows) -> Result<usize, Error> {
    let select = many.select(rows)?;
    let _timer = database.timer("transaction");
    match Box::pin(delete::<R>(database, &select, many)).await {
        Ok(count) | Err(TransactionEnd::DryRun(count)) => Ok(count),
        Err(TransactionEnd::Failed(Error::Store(error)) | TransactionEnd::Violated(error, _)) => {
            Err(some_in_use::<R>(database, error, &select).await)
        }
        Err(TransactionEnd::Failed(error)) => Err(error),
    }
}

async fn delete<R: Entity>(database: &Database, select: &SelectQuery, many: ManyRows) -> Deleted {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work =
                    async |connection: &mut AsyncPgConnection| delete_on_postgres::<R>(connection, select, many).await;
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(count) = retries.check(result).await? {
                    return Ok(count);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let select = select.clone();
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| delete_on_sqlite::<R>(connection, &select, many))
            };
            sqlite.write_alone(work).await
        }
    }
}

async fn delete_on_postgres<R: Entity>(
    connection: &AsyncPgConnection,
    select: &SelectQuery,
    many: ManyRows,
) -> Deleted {
    let found = matching::lock(select).run_on_postgres(connection).await?;
    many.check(R::TABLE, found.len())?;
    let deleted = matching::delete(select).run_on_postgres(connection).await?;
    // Rows may have been created since.
    many.check(R::TABLE, deleted.len())?;
    let keys = keys(R::TABLE, deleted)?;
    let count = keys.len();
    if count > 0 {
        erase_all::<R>(&keys).run_on_postgres(connection).await?;
    }
    TransactionEnd::of(count, many.is_dry_run)
}

fn delete_on_sqlite<R: Entity>(connection: &mut SqliteConnection, select: &SelectQuery, many: ManyRows) -> Deleted {
    let found = matching::lock(select).run_on_sqlite(connection)?;
    many.check(R::TABLE, found.len())?;
    let deleted = matching::delete(select).run_on_sqlite(connection)?;
    let keys = keys(R::TABLE, deleted)?;
    let count = keys.len();
    if count > 0 {
        erase_all::<R>(&keys).run_on_sqlite(connection)?;
    }
    TransactionEnd::of(count, many.is_dry_run)
}
