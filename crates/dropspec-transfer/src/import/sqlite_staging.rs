//! Writing the staging table of SQLite.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::batch::{Entities, ImportHeader};
use super::staging::StagingTable;
use super::staging_insert::StagingInsert;
use super::{ImportError, InvalidRow, MAX_ERRORS, conflict};
use dropspec_db::{Entity, Query};

/// Writes rows into a staging table. Rows whose keys are taken are rejected here, outside of the transaction that stores the others.
pub(super) struct StagingWriter<'s> {
    connection: &'s mut SqliteConnection,
    header: &'s ImportHeader,
    /// The staging table and its columns.
    target: String,
    /// The rows that reject the file.
    invalid: Vec<InvalidRow>,
    skipped: u64,
}

impl<'s> StagingWriter<'s> {
    /// Creates the table.
    pub(super) fn create(
        connection: &'s mut SqliteConnection,
        staging: &StagingTable,
        header: &'s ImportHeader,
    ) -> Result<Self, ImportError> {
        connection.batch_execute(&staging.create())?;
        if has_new_keys(header) {
            connection.batch_execute(&staging.index())?;
        }
        Ok(Self { connection, header, target: staging.target(), invalid: Vec::new(), skipped: 0 })
    }

    /// Stages a batch. The transaction is short, because its view of the table keeps the WAL from being reused.
    pub(super) fn add<R: Entity>(&mut self, batch: Entities<R>) -> Result<(), ImportError> {
        let Self { connection, header, target, invalid, skipped } = self;
        connection.transaction(|connection| {
            for (line, record) in batch.rows {
                if stage(connection, header, target, line, &record)? {
                    continue;
                }
                let row = conflict::taken(line, R::TABLE, |column| record.value(column));
                if header.rejected_rows.are_allowed() {
                    *skipped += 1;
                    header.rejected_rows.add_values(row, |column| record.value(column))?;
                } else if invalid.len() < MAX_ERRORS {
                    invalid.push(row);
                }
            }
            Ok(())
        })
    }

    /// Rejects the file if keys of it are taken and it may not have such rows. Returns the number of rows that were skipped.
    pub(super) fn finish(self) -> Result<u64, ImportError> {
        conflict::reject_any(self.invalid)?;
        Ok(self.skipped)
    }
}

/// Whether the file has the keys of rows that are to be inserted.
fn has_new_keys(header: &ImportHeader) -> bool {
    header.has_key && header.match_column.is_none()
}

/// Stages a row, unless its key is taken. Returns whether it did.
fn stage<R: Entity>(
    connection: &mut SqliteConnection,
    header: &ImportHeader,
    target: &str,
    line: u64,
    record: &R,
) -> Result<bool, ImportError> {
    if has_new_keys(header) && !R::find(record.key().into_owned()).run_on_sqlite(connection)?.is_empty() {
        return Ok(false);
    }
    let values = (0..R::TABLE.columns.len()).map(|column| record.value(column).into_owned()).collect();
    let insert = StagingInsert { target, line: line.cast_signed(), columns: R::TABLE.columns, values };
    Ok(insert.execute(connection)? > 0)
}
