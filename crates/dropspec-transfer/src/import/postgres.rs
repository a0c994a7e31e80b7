//! Imports into PostgreSQL, by COPY: directly into the table, or into a staging table first where rows may conflict.

use std::pin::pin;

use bytes::Bytes;
use futures_util::SinkExt;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::{Client, Error};

use super::batch::{Binary, ImportHeader, Message, ReadSummary};
use super::conflict;
use super::postgres_staged::{StagedRows, run};
use super::record::Entry;
use super::row_lines::RowLines;
use super::staging::{StagingTable, inserted_columns};
use super::{ImportError, ImportJob, ImportReport, aborted};
use dropspec_db::StoreError;
use dropspec_db::sql::quoted;
use dropspec_db::{Entity, Postgres, Table, copy_format, driver_error};

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
    let (end, updated) = if header.is_staged(R::TABLE) {
        let staging = StagingTable::new(R::TABLE, &header);
        run(client, &staging.create()).await?;
        let end = copy(client, R::TABLE, &staging.target(), messages).await?;
        Entry::reject_duplicate_in_postgres(R::TABLE, job, &end.sha256, client).await?;
        if let Some(advance) = staging.advance_identity() {
            run(client, &advance).await?;
        }
        let stored = StagedRows { client, table: R::TABLE, staging: &staging, header: &header }.store().await?;
        run(client, &StagingTable::drop()).await?;
        (ReadSummary { valid: end.valid - stored.skipped, ..end }, stored.updated)
    } else {
        let target = format!("{} ({})", quoted(R::TABLE.name), inserted_columns(R::TABLE, header.has_key));
        let end = copy(client, R::TABLE, &target, messages).await?;
        Entry::reject_duplicate_in_postgres(R::TABLE, job, &end.sha256, client).await?;
        (end, 0)
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

/// Copies all rows.
async fn copy(
    client: &Client,
    table: &'static Table,
    target: &str,
    mut messages: Receiver<Message<Binary>>,
) -> Result<ReadSummary, ImportError> {
    let statement = format!("COPY {target} FROM STDIN (FORMAT binary)");
    let mut sink = pin!(client.copy_in::<_, Bytes>(&statement).await.map_err(driver_error)?);
    let (mut next, mut lines) = (Bytes::from_static(copy_format::HEADER), RowLines::default());
    let end = loop {
        if sink.feed(next).await.is_err() {
            break None;
        }
        match messages.recv().await.ok_or_else(aborted)? {
            Message::Batch(batch) => {
                lines.append(&batch.lines);
                next = batch.bytes.into();
            }
            Message::End(end) => break Some(end),
            Message::Header(_) => return Err(aborted().into()),
        }
    };
    if end.is_some() {
        // If it fails, `finish` returns the reason.
        let _ = sink.send(Bytes::from_static(copy_format::TRAILER)).await;
    }
    sink.finish().await.map_err(|error| with_line(error, &lines, table))?;
    end.ok_or_else(|| aborted().into())
}

/// The error of a COPY, with the line of the row that violates a constraint.
fn with_line(error: Error, lines: &RowLines, table: &'static Table) -> ImportError {
    // The context is `COPY ships, line 3`, where the word is translated, and each row is a line.
    let context = error.as_db_error().and_then(|error| error.where_()).and_then(|context| context.split_once(", "));
    let number = context.map(|(_, row)| row.chars().skip_while(|letter| !letter.is_ascii_digit()));
    let number: Option<String> = number.map(|row| row.take_while(char::is_ascii_digit).collect());
    let line = number.and_then(|number| lines.line(number.parse().ok()?));
    let error = driver_error(error);
    match line.and_then(|line| conflict::broken(line, &error, table)) {
        Some(row) => ImportError::violations(vec![row], error),
        None => error.into(),
    }
}
