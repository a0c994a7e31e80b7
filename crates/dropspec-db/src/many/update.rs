//! Changing the rows that filters select.

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use futures_util::future::join_all;
use http::StatusCode;

use super::ManyRows;
use super::matching;
use crate::entity::{BoxFuture, Entity, ExpectedVersion, Versioned};
use crate::error::{Error, Rejection};
use crate::list::ListQuery;
use crate::patch::Patch;
use crate::row::patched;
use crate::select_query::SelectQuery;
use crate::store::{Condition, ConflictRetries, Database, Query, StoreError};
use crate::table::Table;
use crate::transaction_end::{RejectedRow, TransactionEnd};
use crate::write_rejection::{parent_values, rejection};
use dropspec_schema::{ErrorSource, Violation, child, with_path};

/// The number of statements that are sent to PostgreSQL before the response to the first of them has arrived.
const PIPELINED: usize = 64;

/// The result of a transaction: the number of rows.
type Updated = Result<usize, TransactionEnd<usize>>;

/// Applies a patch to the rows that filters select, in one transaction, and increments their versions. Returns their number.
///
/// # Errors
/// 400 when filters are invalid or missing, the patch changes keys or `readOnly` properties, or a patched row violates the schema; 409 when
/// there are more rows than the limit or unique values are taken; 422 when a row refers to one that does not exist. Then nothing is changed.
pub async fn update_many<R: Entity>(
    database: &Database,
    rows: ListQuery,
    patch: &Patch,
    many: ManyRows,
) -> Result<usize, Error> {
    reject_key(R::TABLE, patch)?;
    let select = many.select(rows)?;
    let _timer = database.timer("transaction");
    match Box::pin(update::<R>(database, &select, patch, many)).await {
        Ok(count) | Err(TransactionEnd::DryRun(count)) => Ok(count),
        Err(TransactionEnd::Failed(error)) => Err(error),
        Err(TransactionEnd::Violated(error, row)) => {
            Err(rejection(database, error, R::TABLE, &row.key, row.parents).await)
        }
    }
}

/// Rejects a patch that has the key, which is a different one in each row.
fn reject_key(table: &Table, patch: &Patch) -> Result<(), Rejection> {
    let name = table.key().property;
    if !patch.has_property(name) {
        return Ok(());
    }
    let pointer = child("", name);
    let detail = with_path("several rows cannot have the same key: remove the property", &pointer);
    Err(Rejection::invalid(StatusCode::BAD_REQUEST, vec![Violation { source: ErrorSource::Pointer(pointer), detail }]))
}

async fn update<R: Entity>(database: &Database, select: &SelectQuery, patch: &Patch, many: ManyRows) -> Updated {
    match database {
        Database::Postgres(postgres) => {
            let mut retries = ConflictRetries::default();
            loop {
                let work = async |connection: &mut AsyncPgConnection| {
                    update_on_postgres::<R>(connection, select, patch, many).await
                };
                let result = postgres.write(async |connection| connection.transaction(work).await).await;
                if let Some(count) = retries.check(result).await? {
                    return Ok(count);
                }
            }
        }
        Database::Sqlite(sqlite) => {
            let (select, patch) = (select.clone(), patch.clone());
            let work = move |connection: &mut SqliteConnection| {
                connection.immediate_transaction(|connection| update_on_sqlite::<R>(connection, &select, &patch, many))
            };
            sqlite.write_alone(work).await
        }
    }
}

async fn update_on_postgres<R: Entity>(
    connection: &AsyncPgConnection,
    select: &SelectQuery,
    patch: &Patch,
    many: ManyRows,
) -> Updated {
    let locked = matching::lock(select).run_on_postgres(connection).await?;
    many.check(R::TABLE, locked.len())?;
    let rows: Vec<R::Row> = R::select(select).run_on_postgres(connection).await?;
    // Rows may have been created since.
    many.check(R::TABLE, rows.len())?;
    let count = rows.len();
    let mut statements = rows.into_iter().map(|row| replace_on_postgres::<R>(connection, row, patch));
    loop {
        let chunk: Vec<_> = statements.by_ref().take(PIPELINED).collect();
        if chunk.is_empty() {
            break;
        }
        // The first error is the reason; the statements after it fail because of that.
        join_all(chunk).await.into_iter().collect::<Result<Vec<()>, _>>()?;
    }
    TransactionEnd::of(count, many.is_dry_run)
}

/// Replaces a row by the patched one.
fn replace_on_postgres<'c, R: Entity>(
    connection: &'c AsyncPgConnection,
    row: R::Row,
    patch: &Patch,
) -> BoxFuture<'c, Result<(), TransactionEnd<usize>>> {
    let Versioned { record, version } = row.into();
    let record = match patched::<R>(&record, patch) {
        Ok(record) => record,
        Err(error) => return Box::pin(async { Err(error.into()) }),
    };
    Box::pin(async move {
        let replaced = R::replace(ExpectedVersion::Exact(version), record.clone());
        match replaced.run_on_postgres(connection).await {
            Ok(rows) => Ok(replaced_one(&rows)?),
            Err(error) => Err(violated(error, &record)),
        }
    })
}

fn update_on_sqlite<R: Entity>(
    connection: &mut SqliteConnection,
    select: &SelectQuery,
    patch: &Patch,
    many: ManyRows,
) -> Updated {
    let rows: Vec<R::Row> = R::select(select).run_on_sqlite(connection)?;
    many.check(R::TABLE, rows.len())?;
    let count = rows.len();
    for row in rows {
        let Versioned { record, version } = row.into();
        let record = patched::<R>(&record, patch)?;
        match R::replace(ExpectedVersion::Exact(version), record.clone()).run_on_sqlite(connection) {
            Ok(rows) => replaced_one(&rows)?,
            Err(error) => return Err(violated(error, &record)),
        }
    }
    TransactionEnd::of(count, many.is_dry_run)
}

/// Rejects a row that was changed at the same time: the transaction is repeated.
fn replaced_one<T>(rows: &[T]) -> Result<(), StoreError> {
    match rows.is_empty() {
        false => Ok(()),
        true => Err(StoreError::Condition(Condition::Conflict, "a row was changed at the same time".into())),
    }
}

fn violated<R: Entity>(error: diesel::result::Error, record: &R) -> TransactionEnd<usize> {
    let row = RejectedRow { key: record.key().to_string(), parents: parent_values(record) };
    TransactionEnd::Violated(error.into(), row)
}
