//! Imports into SQLite, row by row in one transaction.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use tokio::sync::mpsc::Receiver;

use super::batch::{Entities, ImportHeader, Message, ReadSummary};
use super::record::Entry;
use super::staging::StagingTable;
use super::staging_insert::StagingInsert;
use super::{ImportError, ImportJob, ImportReport, MAX_ERRORS, aborted, conflict};
use dropspec_db::StoreError;
use dropspec_db::sql::quoted;
use dropspec_db::{Entity, Statement};

/// The number of new rows from which on indexes may be rebuilt.
const REBUILD_THRESHOLD: u64 = 8192;

/// Stores the rows in one transaction.
pub(super) fn store<R: Entity>(
    connection: &mut SqliteConnection,
    job: &ImportJob,
    mut messages: Receiver<Message<Entities<R>>>,
) -> Result<ImportReport, ImportError> {
    let Some(Message::Header(header)) = messages.blocking_recv() else { return Err(aborted().into()) };
    connection.immediate_transaction(|connection| {
        let (end, updated) = match header.match_column {
            Some(by) => upsert(connection, &header, by, messages)?,
            None => (insert(connection, &header, messages)?, 0),
        };
        let sha256 = end.sha256;
        let report = ImportReport { updated, ..ImportReport::new(&header, end)? };
        Entry::new(R::TABLE, job, sha256, &report).record_in_sqlite(connection)?;
        Ok(report)
    })
}

/// Calls `store` with each row.
fn each<R>(
    mut messages: Receiver<Message<Entities<R>>>,
    mut store: impl FnMut(u64, R) -> Result<(), ImportError>,
) -> Result<ReadSummary, ImportError> {
    loop {
        match messages.blocking_recv().ok_or_else(aborted)? {
            Message::Batch(batch) => batch.rows.into_iter().try_for_each(|(line, record)| store(line, record))?,
            Message::End(end) => return Ok(end),
            Message::Header(_) => return Err(aborted().into()),
        }
    }
}

/// Inserts new rows, except those whose key is taken.
fn insert<R: Entity>(
    connection: &mut SqliteConnection,
    header: &ImportHeader,
    messages: Receiver<Message<Entities<R>>>,
) -> Result<ReadSummary, ImportError> {
    let (mut stored, mut skipped, mut invalid, mut indexes) = (0_u64, 0, Vec::new(), Vec::new());
    let end = each(messages, |line, record: R| {
        // Only a key of the file can be taken.
        let kept = header.has_key.then(|| record.clone());
        match (R::insert(record).run_on_sqlite(connection).map_err(StoreError::from), kept) {
            (Ok(_), _) => stored += 1,
            (Err(error), Some(record)) if error.is_unique_violation() => {
                let row = conflict::taken(line, R::TABLE.key(), &record.value(R::TABLE.key));
                if header.rejected_rows.are_allowed() {
                    skipped += 1;
                    header.rejected_rows.add_values(row, |column| record.value(column))?;
                } else if invalid.len() < MAX_ERRORS {
                    invalid.push(row);
                }
            }
            (Err(error), _) => return Err(error.into()),
        }
        // Rarely, because counting takes time.
        if indexes.is_empty() && stored >= REBUILD_THRESHOLD && stored.is_power_of_two() {
            indexes = drop_indexes(connection, R::TABLE.name, stored)?;
        }
        Ok(())
    })?;
    conflict::reject_any(invalid)?;
    for index in indexes {
        connection.batch_execute(&index)?;
    }
    Ok(ReadSummary { valid: end.valid - skipped, ..end })
}

/// Drops the indexes of a table if most of its rows are new: rebuilding them is faster than updating them. Returns the statements that
/// create them. Other connections do not see it until the end of the transaction.
fn drop_indexes(connection: &mut SqliteConnection, table: &str, stored: u64) -> Result<Vec<String>, ImportError> {
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
    if diesel::sql_query(count).get_result::<Count>(connection)?.count.cast_unsigned() > 2 * stored {
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

/// Updates existing rows, and inserts the others. Returns the number of existing rows.
fn upsert<R: Entity>(
    connection: &mut SqliteConnection,
    header: &ImportHeader,
    by: usize,
    messages: Receiver<Message<Entities<R>>>,
) -> Result<(ReadSummary, u64), ImportError> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        value: String,
    }

    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = BigInt)]
        line: i64,
    }

    let (staging, column) =
        (StagingTable::new(R::TABLE, header.columns.clone(), header.match_column), &R::TABLE.columns[by]);
    connection.batch_execute(&staging.create())?;
    let target = staging.target();
    let end = each(messages, |line, record: R| {
        let values = (0..R::TABLE.columns.len()).map(|column| record.value(column).into_owned()).collect();
        StagingInsert { target: &target, line: line.cast_signed(), columns: R::TABLE.columns, values }
            .execute(connection)?;
        Ok(())
    })?;
    if let Some(statement) = staging.ambiguous()
        && let Some(Found { value }) = diesel::sql_query(statement).get_result(connection).optional()?
    {
        return Err(ImportError::Ambiguous { column: column.csv.header, value });
    }
    let lines: Vec<Line> = diesel::sql_query(staging.repeated()).load(connection)?;
    conflict::reject_any(lines.iter().map(|Line { line }| conflict::repeated(line.cast_unsigned(), column)).collect())?;
    let updated = diesel::sql_query(staging.update()).execute(connection)?;
    diesel::sql_query(staging.insert_others()).execute(connection)?;
    connection.batch_execute(&StagingTable::drop())?;
    Ok((end, updated as u64))
}
