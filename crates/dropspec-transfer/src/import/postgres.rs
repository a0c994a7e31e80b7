//! Imports into PostgreSQL, by COPY: directly into the table, or into a staging table first where rows may conflict.

use std::pin::pin;

use bytes::Bytes;
use futures_util::SinkExt;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::batch::{Binary, ImportHeader, Message, ReadSummary};
use super::conflict;
use super::record::Entry;
use super::staging::{StagingTable, inserted_columns};
use super::{ImportError, ImportJob, ImportReport, MAX_ERRORS, aborted};
use dropspec_db::ConflictRetries;
use dropspec_db::CopiedRows;
use dropspec_db::StoreError;
use dropspec_db::column_type::Long;
use dropspec_db::sql::quoted;
use dropspec_db::{ColumnType, Entity, Table, Value, copy_format};
use dropspec_db::{Postgres, driver_error};

/// Begins the transaction. It cannot be repeated, since the file is read once: at a higher level of isolation, which may be the default, it
/// would fail because of concurrent ones, and not see the keys that these have taken.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Makes the server end a statement whose client is gone. Servers before PostgreSQL 14 do not have the parameter, and then no row.
const CHECK_CONNECTION: &str =
    "SELECT set_config(name, '1000', true) FROM pg_settings WHERE name = 'client_connection_check_interval'";

/// Stores the rows in a transaction, which the end of the connection rolls back unless all rows have come.
pub(super) async fn store<R: Entity>(
    postgres: &Postgres,
    job: &ImportJob,
    mut messages: Receiver<Message<Binary>>,
) -> Result<ImportReport, ImportError> {
    let Some(Message::Header(header)) = messages.recv().await else { return Err(aborted().into()) };
    postgres.with_client(async |client: &Client| store_with::<R>(client, job, header, messages).await).await
}

async fn store_with<R: Entity>(
    client: &Client,
    job: &ImportJob,
    header: ImportHeader,
    messages: Receiver<Message<Binary>>,
) -> Result<ImportReport, ImportError> {
    run(client, BEGIN).await?;
    run(client, CHECK_CONNECTION).await?;
    let (end, updated) = if header.may_conflict() {
        let staging = StagingTable::new(R::TABLE, &header);
        run(client, &staging.create()).await?;
        let end = copy(client, &staging.target(), messages).await?;
        if let Some(advance) = staging.advance_identity() {
            run(client, &advance).await?;
        }
        let (updated, skipped) = match header.match_column {
            Some(by) => (upsert(client, R::TABLE, &staging, by).await?, 0),
            None => (0, insert(client, R::TABLE, &staging, &header).await?),
        };
        run(client, &StagingTable::drop()).await?;
        (ReadSummary { valid: end.valid - skipped, ..end }, updated)
    } else {
        let target = format!("{} ({})", quoted(R::TABLE.name), inserted_columns(R::TABLE, header.has_key));
        (copy(client, &target, messages).await?, 0)
    };
    let sha256 = end.sha256;
    let report = ImportReport { updated, ..ImportReport::new(&header, end)? };
    Entry::new(R::TABLE, job, sha256, &report).record_in_postgres(client).await?;
    commit(client).await?;
    Ok(report)
}

/// Commits the transaction. Only here the end of the connection leaves the outcome unknown.
async fn commit(client: &Client) -> Result<(), StoreError> {
    run(client, "COMMIT").await.map_err(StoreError::with_unknown_outcome)
}

async fn run(client: &Client, statement: &str) -> Result<(), StoreError> {
    client.batch_execute(statement).await.map_err(driver_error)
}

/// Copies all rows.
async fn copy(
    client: &Client,
    target: &str,
    mut messages: Receiver<Message<Binary>>,
) -> Result<ReadSummary, ImportError> {
    let statement = format!("COPY {target} FROM STDIN (FORMAT binary)");
    let mut sink = pin!(client.copy_in::<_, Bytes>(&statement).await.map_err(driver_error)?);
    let mut next = Bytes::from_static(copy_format::HEADER);
    let end = loop {
        if sink.feed(next).await.is_err() {
            break None;
        }
        match messages.recv().await.ok_or_else(aborted)? {
            Message::Batch(batch) => next = batch.bytes.into(),
            Message::End(end) => break Some(end),
            Message::Header(_) => return Err(aborted().into()),
        }
    };
    if end.is_some() {
        // If it fails, `finish` returns the reason.
        let _ = sink.send(Bytes::from_static(copy_format::TRAILER)).await;
    }
    sink.finish().await.map_err(driver_error)?;
    end.ok_or_else(|| aborted().into())
}

/// Updates existing rows, and inserts the others. Returns the number of existing rows.
async fn upsert(client: &Client, table: &'static Table, staging: &StagingTable, by: usize) -> Result<u64, ImportError> {
    // No row may be inserted concurrently. Readers are not blocked.
    run(client, &format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", quoted(table.name))).await?;
    if let Some(statement) = staging.ambiguous()
        && let Some(row) = client.query_opt(&statement, &[]).await.map_err(driver_error)?
    {
        let value = row.try_get(0).map_err(driver_error)?;
        return Err(ImportError::Ambiguous { column: table.columns[by].csv.header, value });
    }
    let lines = client.query(&staging.repeated(), &[]).await.map_err(driver_error)?;
    let lines: Result<Vec<i64>, _> = lines.iter().map(|row| row.try_get(0)).collect();
    let repeated = |line: &i64| conflict::repeated(line.cast_unsigned(), table, by);
    conflict::reject_any(lines.map_err(driver_error)?.iter().map(repeated).collect())?;
    let updated = client.execute(&staging.update(), &[]).await.map_err(driver_error)?;
    client.execute(&staging.insert_others(), &[]).await.map_err(driver_error)?;
    Ok(updated)
}

/// Inserts rows with keys of their own, except those whose key is taken, and returns the number of these. It is repeated after a deadlock:
/// the savepoint has released the locks.
async fn insert(
    client: &Client,
    table: &'static Table,
    staging: &StagingTable,
    header: &ImportHeader,
) -> Result<u64, ImportError> {
    let (mut skipped, mut retries) = (0, ConflictRetries::default());
    loop {
        run(client, "SAVEPOINT before_insert").await?;
        let Err(error) = client.execute(&staging.insert(), &[]).await else { return Ok(skipped) };
        run(client, "ROLLBACK TO before_insert").await?;
        if error.code() == Some(&SqlState::UNIQUE_VIOLATION) {
            let taken = skip_taken(client, table, staging, header).await?;
            if taken == 0 {
                return Err(driver_error(error).into());
            }
            // Another transaction may take more keys before the next attempt.
            skipped += taken;
        } else {
            retries.wait_after(ImportError::from(driver_error(error))).await?;
        }
    }
}

/// Removes the rows whose key is taken from the staging table, and returns their number.
async fn skip_taken(
    client: &Client,
    table: &'static Table,
    staging: &StagingTable,
    header: &ImportHeader,
) -> Result<u64, ImportError> {
    let (mut invalid, mut skipped) = (Vec::new(), 0);
    each_taken(client, table, staging, |line, values| {
        let row = conflict::taken(line, table, |column| values[column].clone());
        if header.rejected_rows.are_allowed() {
            skipped += 1;
            return header.rejected_rows.add_values(row, |column| values[column].clone()).map(|()| true);
        }
        invalid.push(row);
        Ok(invalid.len() < MAX_ERRORS)
    })
    .await?;
    conflict::reject_any(invalid)?;
    run(client, &staging.remove_duplicates()).await?;
    Ok(skipped)
}

/// Calls `visit` with the line and the values of each row whose key is taken, until it returns false.
async fn each_taken(
    client: &Client,
    table: &'static Table,
    staging: &StagingTable,
    mut visit: impl FnMut(u64, &[Value<'_>]) -> Result<bool, ImportError>,
) -> Result<(), ImportError> {
    let of_table = table.columns.iter().map(|column| column.column_type);
    let types: Vec<&dyn ColumnType> = std::iter::once(&Long as &dyn ColumnType).chain(of_table).collect();
    let mut rows = CopiedRows::of(client, &staging.duplicates()).await?;
    while let Some(values) = rows.next(&types).await? {
        let Some((Value::Integer(line), values)) = values.split_first() else { break };
        if !visit(line.cast_unsigned(), values)? {
            break;
        }
    }
    Ok(())
}
