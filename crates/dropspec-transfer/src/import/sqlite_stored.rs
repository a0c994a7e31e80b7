//! Storing the rows of the staging table of SQLite, in a transaction that has begun.

use std::marker::PhantomData;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::batch::ImportHeader;
use super::bisection::Bisection;
use super::sqlite_violating::each_violating;
use super::staging::{Lines, RowConstraint, StagingTable};
use super::{ImportError, InvalidRow, MAX_ERRORS, conflict};
use dropspec_db::sql::quoted;
use dropspec_db::{Condition, Entity, StoreError};

/// The number of new rows from which on indexes may be rebuilt.
const REBUILD_THRESHOLD: u64 = 8192;

/// A line of the file.
#[derive(QueryableByName)]
pub(super) struct Line {
    #[diesel(sql_type = BigInt)]
    pub(super) line: i64,
}

/// The staged rows on their way into the table.
pub(super) struct StoredRows<'i, R> {
    staging: &'i StagingTable,
    header: &'i ImportHeader,
    staged: u64,
    /// The number of rows that existed before.
    pub(super) updated: u64,
    /// The number of rows that were not stored.
    pub(super) skipped: u64,
    entities: PhantomData<fn() -> R>,
}

impl<'i, R: Entity> StoredRows<'i, R> {
    pub(super) fn new(staging: &'i StagingTable, header: &'i ImportHeader, staged: u64) -> Self {
        Self { staging, header, staged, updated: 0, skipped: 0, entities: PhantomData }
    }

    /// Stores the rows, except those that violate constraints, if invalid rows are skipped.
    pub(super) fn store(mut self, connection: &mut SqliteConnection) -> Result<Self, ImportError> {
        loop {
            let error = match connection.transaction(|connection| self.try_store(connection, None)) {
                Ok(updated) => return Ok(Self { updated, ..self }),
                Err(ImportError::Store(error)) if error.is_constraint_violation() => error,
                Err(error) => return Err(error),
            };
            self.skipped += self.reject_violating(connection, error)?;
        }
    }

    /// Stores the rows of some lines, by default all. Returns the number of rows that existed before.
    fn try_store(&self, connection: &mut SqliteConnection, lines: Option<&Lines>) -> Result<u64, ImportError> {
        let execute =
            |connection: &mut SqliteConnection, statement| diesel::sql_query::<String>(statement).execute(connection);
        if self.header.match_column.is_some() {
            let updated = execute(connection, self.staging.update(lines))?;
            execute(connection, self.staging.insert_others(lines))?;
            return Ok(updated as u64);
        }
        let indexes = if lines.is_none() { drop_indexes(connection, R::TABLE.name, self.staged)? } else { Vec::new() };
        execute(connection, self.staging.insert(lines))?;
        for index in indexes {
            connection.batch_execute(&index)?;
        }
        Ok(0)
    }

    /// Removes the rows that violate constraints from the staging table, and returns their number.
    ///
    /// # Errors
    /// The rows if they may not be skipped; the error itself if there are none.
    fn reject_violating(&self, connection: &mut SqliteConnection, error: StoreError) -> Result<u64, ImportError> {
        if self.header.match_column.is_none() {
            self.reject_taken(connection, &error)?;
        }
        let (mut invalid, mut skipped) = (Vec::new(), 0);
        for constraint in RowConstraint::all(R::TABLE) {
            loop {
                let count = self.reject(connection, &constraint, &mut invalid)?;
                skipped += count;
                if count == 0 || !constraint.is_within(R::TABLE) {
                    break;
                }
            }
        }
        if !invalid.is_empty() {
            return Err(ImportError::violations(invalid, error));
        }
        if skipped == 0 { Err(self.named(connection, error)?) } else { Ok(skipped) }
    }

    /// Rejects the file if one of its keys, which were free when they were staged, is taken.
    fn reject_taken(&self, connection: &mut SqliteConnection, error: &StoreError) -> Result<(), ImportError> {
        let taken = diesel::sql_query(self.staging.taken()).get_result::<Line>(connection).optional()?;
        let Some(Line { line }) = taken.filter(|_| error.is_unique_violation()) else { return Ok(()) };
        if R::TABLE.deletion_column().is_some() {
            // The staging finds only rows that are not deleted.
            return conflict::reject_any(vec![conflict::deleted(line.cast_unsigned(), R::TABLE)]);
        }
        // Another write has inserted a row in between.
        Err(StoreError::Condition(Condition::Conflict, "another write has taken a key of the file".into()).into())
    }

    /// Removes the rows that violate a constraint, and returns their number; if rows may not be skipped, collects the first of them.
    fn reject(
        &self,
        connection: &mut SqliteConnection,
        constraint: &RowConstraint,
        invalid: &mut Vec<InvalidRow>,
    ) -> Result<u64, ImportError> {
        let Self { staging, header, .. } = self;
        let (skips, mut skipped) = (header.rejected_rows.are_allowed(), 0);
        let select = staging.violating(constraint, (!skips).then_some(MAX_ERRORS));
        each_violating::<R>(connection, select, |line, earlier, values| {
            let row = conflict::violating(line, earlier, constraint, R::TABLE, values);
            if skips {
                skipped += 1;
                return header.rejected_rows.add_values(row, |column| values[column].clone());
            }
            invalid.push(row);
            Ok(())
        })?;
        if skipped > 0 {
            diesel::sql_query(staging.remove_violating(constraint)).execute(connection)?;
        }
        Ok(skipped)
    }

    /// The error of a constraint that the document does not have, with the first line that violates it.
    fn named(&self, connection: &mut SqliteConnection, error: StoreError) -> Result<ImportError, ImportError> {
        let Line { line } = diesel::sql_query(self.staging.last_line()).get_result(connection)?;
        let mut search = Bisection::new(line.cast_unsigned());
        while let Some(lines) = search.next() {
            search.record(self.fails(connection, &lines, &error)?);
        }
        let lines = search.found();
        let is_it = self.fails(connection, &lines, &error)?;
        let row = conflict::broken(*lines.start(), &error, R::TABLE).filter(|_| is_it);
        Ok(match row {
            Some(row) => ImportError::violations(vec![row], error),
            None => error.into(),
        })
    }

    /// Whether the rows of some lines violate the same constraint.
    fn fails(
        &self,
        connection: &mut SqliteConnection,
        lines: &Lines,
        expected: &StoreError,
    ) -> Result<bool, ImportError> {
        let attempt = connection.transaction::<(), ImportError, _>(|connection| {
            self.try_store(connection, Some(lines))?;
            Err(super::aborted().into())
        });
        match attempt {
            Err(ImportError::Store(error)) => Ok(error.is_same_violation(expected)),
            Err(error) => Err(error),
            Ok(()) => Ok(false),
        }
    }
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
