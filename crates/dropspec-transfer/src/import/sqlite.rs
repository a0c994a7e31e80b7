//! Imports into SQLite. All rows are staged in a temporary table first, which locks nothing. Other writes wait only while the staged rows are
//! copied, in one transaction.

use std::marker::PhantomData;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use tokio::sync::mpsc::Receiver;
use tokio::task::spawn_blocking;

use super::batch::{Entities, ImportHeader, Message, ReadSummary};
use super::record::Entry;
use super::sqlite_staging::StagingWriter;
use super::sqlite_stored::{Line, StoredRows};
use super::staging::StagingTable;
use super::{ImportError, ImportJob, ImportReport, aborted, conflict, joined};
use dropspec_db::{Column, Entity, Sqlite};

/// Stores the rows in one transaction.
pub(super) async fn store<R: Entity>(
    sqlite: &Sqlite,
    job: ImportJob,
    messages: Receiver<Message<Entities<R>>>,
) -> Result<ImportReport, ImportError> {
    let file = sqlite.clone();
    let staged = joined(spawn_blocking(move || StagedRows::<R>::receive(&file, messages)).await)??;
    sqlite.write_alone(move |_| staged.store(&job)).await
}

/// The valid rows of a file in a staging table, and the connection that the table belongs to.
struct StagedRows<R> {
    connection: SqliteConnection,
    staging: StagingTable,
    header: ImportHeader,
    end: ReadSummary,
    entities: PhantomData<fn() -> R>,
}

impl<R: Entity> StagedRows<R> {
    /// Stages the rows of a file.
    fn receive(sqlite: &Sqlite, mut messages: Receiver<Message<Entities<R>>>) -> Result<Self, ImportError> {
        let Some(Message::Header(header)) = messages.blocking_recv() else { return Err(aborted().into()) };
        let mut connection = sqlite.connect()?;
        let staging = StagingTable::of_sqlite(R::TABLE, &header);
        let mut writer = StagingWriter::create(&mut connection, &staging, &header)?;
        let end = loop {
            match messages.blocking_recv().ok_or_else(aborted)? {
                Message::Batch(batch) => writer.add(batch)?,
                Message::End(end) => break end,
                Message::Header(_) => return Err(aborted().into()),
            }
        };
        let skipped = writer.finish()?;
        if let Some(by) = header.match_column {
            reject_repeated(&mut connection, &staging, &R::TABLE.columns[by])?;
        }
        let end = ReadSummary { valid: end.valid - skipped, ..end };
        Ok(Self { connection, staging, header, end, entities: PhantomData })
    }

    /// Copies the rows into the table.
    fn store(self, job: &ImportJob) -> Result<ImportReport, ImportError> {
        let Self { mut connection, staging, header, end, .. } = self;
        connection.immediate_transaction(|connection| {
            // First, so that no write waits for rows that are not stored.
            if let Some(by) = header.match_column {
                reject_ambiguous(connection, &staging, &R::TABLE.columns[by])?;
            }
            Entry::reject_duplicate_in_sqlite(R::TABLE, job, &end.sha256, connection)?;
            let stored = StoredRows::<R>::new(&staging, &header, end.valid).store(connection)?;
            let end = ReadSummary { valid: end.valid - stored.skipped, ..end };
            let sha256 = end.sha256;
            let report = ImportReport { updated: stored.updated, ..ImportReport::new(&header, end)? };
            Entry::new(R::TABLE, job, sha256, &report).record_in_sqlite(connection)?;
            Ok(report)
        })
    }
}

/// Rejects the file if several of its rows have the same match value.
fn reject_repeated(
    connection: &mut SqliteConnection,
    staging: &StagingTable,
    column: &'static Column,
) -> Result<(), ImportError> {
    let lines: Vec<Line> = diesel::sql_query(staging.repeated()).load(connection)?;
    conflict::reject_any(lines.iter().map(|Line { line }| conflict::repeated(line.cast_unsigned(), column)).collect())
}

/// Rejects the import if several rows of the table have the same match value.
fn reject_ambiguous(
    connection: &mut SqliteConnection,
    staging: &StagingTable,
    column: &'static Column,
) -> Result<(), ImportError> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        value: String,
    }

    let Some(statement) = staging.ambiguous() else { return Ok(()) };
    match diesel::sql_query(statement).get_result(connection).optional()? {
        Some(Found { value }) => Err(ImportError::Ambiguous { column: column.csv.header, value }),
        None => Ok(()),
    }
}
