//! Imports into SQLite. All rows are staged in a temporary table first, which locks nothing. Other writes wait only while the staged rows are
//! copied, in one transaction.

use std::marker::PhantomData;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use tokio::sync::mpsc::Receiver;
use tokio::task::spawn_blocking;

use super::batch::{Entities, ImportHeader, Message, ReadSummary};
use super::record::Entry;
use super::sqlite_staging::StagingWriter;
use super::staging::StagingTable;
use super::{ImportError, ImportJob, ImportReport, aborted, conflict, joined};
use dropspec_db::sql::quoted;
use dropspec_db::{Column, Condition, Entity, Sqlite, StoreError, Table};

/// The number of new rows from which on indexes may be rebuilt.
const REBUILD_THRESHOLD: u64 = 8192;

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

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = BigInt)]
    line: i64,
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
            reject_repeated(&mut connection, &staging, R::TABLE, by)?;
        }
        let end = ReadSummary { valid: end.valid - skipped, ..end };
        Ok(Self { connection, staging, header, end, entities: PhantomData })
    }

    /// Copies the rows into the table.
    fn store(self, job: &ImportJob) -> Result<ImportReport, ImportError> {
        let Self { mut connection, staging, header, end, .. } = self;
        connection.immediate_transaction(|connection| {
            let (staged, sha256) = (end.valid, end.sha256);
            let mut report = ImportReport::new(&header, end)?;
            let entry = Entry::new(R::TABLE, job, sha256, &report);
            // First, so that nobody waits for rows that are not stored.
            if let Some(by) = header.match_column {
                reject_ambiguous(connection, &staging, &R::TABLE.columns[by])?;
            }
            entry.reject_duplicate_in_sqlite(connection)?;
            match header.match_column {
                Some(_) => report.updated = upsert(connection, &staging)?,
                None => insert(connection, &staging, R::TABLE, staged)?,
            }
            entry.record_in_sqlite(connection)?;
            Ok(report)
        })
    }
}

/// Rejects the file if several of its rows have the same match value.
fn reject_repeated(
    connection: &mut SqliteConnection,
    staging: &StagingTable,
    table: &Table,
    by: usize,
) -> Result<(), ImportError> {
    let lines: Vec<Line> = diesel::sql_query(staging.repeated()).load(connection)?;
    conflict::reject_any(
        lines.iter().map(|Line { line }| conflict::repeated(line.cast_unsigned(), table, by)).collect(),
    )
}

/// Inserts the staged rows, whose keys were free when they were staged.
fn insert(
    connection: &mut SqliteConnection,
    staging: &StagingTable,
    table: &'static Table,
    staged: u64,
) -> Result<(), ImportError> {
    let indexes = drop_indexes(connection, table.name, staged)?;
    if let Err(error) = diesel::sql_query(staging.insert()).execute(connection).map_err(StoreError::from) {
        let taken = diesel::sql_query(staging.taken()).get_result::<Line>(connection).optional()?;
        if let Some(Line { line }) = taken.as_ref().filter(|_| table.deletion_column().is_some()) {
            // The staging finds only rows that are not deleted.
            return conflict::reject_any(vec![conflict::deleted(line.cast_unsigned(), table)]);
        }
        // Another write has inserted a row in between.
        let is_conflict = error.is_unique_violation() && taken.is_some();
        return Err(if is_conflict { StoreError::Condition(Condition::Conflict, error.into()) } else { error }.into());
    }
    for index in indexes {
        connection.batch_execute(&index)?;
    }
    Ok(())
}

/// Drops the indexes of a table if many of its rows will be new: rebuilding them is faster than updating them. Returns the statements that
/// create them. Other connections do not see it until the end of the transaction.
fn drop_indexes(connection: &mut SqliteConnection, table: &str, staged: u64) -> Result<Vec<String>, ImportError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }

    #[derive(QueryableByName)]
    struct Index {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        sql: String,
    }

    let count = format!("SELECT count(*) AS count FROM {}", quoted(table));
    if staged < REBUILD_THRESHOLD
        || diesel::sql_query(count).get_result::<Count>(connection)?.count.cast_unsigned() > 2 * staged
    {
        return Ok(Vec::new());
    }
    // Those without a statement belong to the table itself.
    let select = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL";
    let indexes: Vec<Index> = diesel::sql_query(select).bind::<Text, _>(table).load(connection)?;
    for index in &indexes {
        connection.batch_execute(&format!("DROP INDEX {}", quoted(&index.name)))?;
    }
    Ok(indexes.into_iter().map(|index| index.sql).collect())
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

/// Updates existing rows, and inserts the others. Returns the number of existing rows.
fn upsert(connection: &mut SqliteConnection, staging: &StagingTable) -> Result<u64, ImportError> {
    let updated = diesel::sql_query(staging.update()).execute(connection)?;
    diesel::sql_query(staging.insert_others()).execute(connection)?;
    Ok(updated as u64)
}
