//! Storing the rows of the staging table of PostgreSQL.

use tokio_postgres::{Client, Error};

use super::batch::ImportHeader;
use super::bisection::Bisection;
use super::staging::{Lines, RowConstraint, StagingTable};
use super::{ImportError, InvalidRow, MAX_ERRORS, conflict};
use dropspec_db::column_type::Long;
use dropspec_db::sql::quoted;
use dropspec_db::{ColumnType, ConflictRetries, CopiedRows, StoreError, Table, Value, driver_error};

/// The rows of a file in the staging table.
pub(super) struct StagedRows<'i> {
    pub(super) client: &'i Client,
    pub(super) table: &'static Table,
    pub(super) staging: &'i StagingTable,
    pub(super) header: &'i ImportHeader,
}

/// The numbers of rows that existed before, and that were not stored.
#[derive(Debug, Default)]
pub(super) struct StoredRows {
    pub(super) updated: u64,
    pub(super) skipped: u64,
}

impl StagedRows<'_> {
    /// Stores the rows, except those that violate constraints, if invalid rows are skipped. It is repeated after a deadlock: the savepoint
    /// has released the locks.
    pub(super) async fn store(&self) -> Result<StoredRows, ImportError> {
        if let Some(by) = self.header.match_column {
            self.prepare_update(by).await?;
        }
        let (mut skipped, mut retries) = (0, ConflictRetries::default());
        loop {
            run(self.client, "SAVEPOINT before_insert").await?;
            let error = match self.try_store(None).await {
                Ok(updated) => return Ok(StoredRows { updated, skipped }),
                Err(error) => driver_error(error),
            };
            run(self.client, "ROLLBACK TO before_insert").await?;
            if error.is_constraint_violation() {
                // Another transaction may take more keys before the next attempt.
                skipped += self.reject_violating(error).await?;
            } else {
                retries.wait_after(ImportError::from(error)).await?;
            }
        }
    }

    /// Stores the rows of some lines, by default all. Returns the number of rows that existed before.
    async fn try_store(&self, lines: Option<&Lines>) -> Result<u64, Error> {
        let Self { client, staging, .. } = self;
        if self.header.match_column.is_none() {
            return client.execute(&staging.insert(lines), &[]).await.map(|_| 0);
        }
        let updated = client.execute(&staging.update(lines), &[]).await?;
        client.execute(&staging.insert_others(lines), &[]).await?;
        Ok(updated)
    }

    /// Rejects files whose rows cannot be matched.
    async fn prepare_update(&self, by: usize) -> Result<(), ImportError> {
        let Self { client, table, staging, .. } = self;
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
        conflict::reject_any(lines.map_err(driver_error)?.iter().map(repeated).collect())
    }

    /// Removes the rows that violate constraints from the staging table, and returns their number.
    ///
    /// # Errors
    /// The rows if they may not be skipped; the error itself if there are none.
    async fn reject_violating(&self, error: StoreError) -> Result<u64, ImportError> {
        run(self.client, &StagingTable::analyze()).await?;
        let inserts_keys = self.header.has_key && self.header.match_column.is_none();
        let mut skipped = if inserts_keys { self.reject_taken().await? } else { 0 };
        let mut invalid = Vec::new();
        for constraint in RowConstraint::all(self.table) {
            loop {
                let count = self.reject(&constraint, &mut invalid).await?;
                skipped += count;
                if count == 0 || !constraint.is_within(self.table) {
                    break;
                }
            }
        }
        if !invalid.is_empty() {
            return Err(ImportError::violations(invalid, error));
        }
        if skipped == 0 { Err(self.named(error).await?) } else { Ok(skipped) }
    }

    /// Removes the rows whose key is taken from the staging table, and returns their number.
    async fn reject_taken(&self) -> Result<u64, ImportError> {
        let Self { client, table, staging, header } = self;
        let (mut invalid, mut skipped) = (Vec::new(), 0);
        each_row(client, table, &staging.duplicates(), 1, |numbers, values| {
            let row = conflict::taken(line(&numbers[0])?, table, |column| values[column].clone());
            if header.rejected_rows.are_allowed() {
                skipped += 1;
                return header.rejected_rows.add_values(row, |column| values[column].clone()).map(|()| true);
            }
            invalid.push(row);
            Ok(invalid.len() < MAX_ERRORS)
        })
        .await?;
        conflict::reject_any(invalid)?;
        if skipped > 0 {
            run(client, &staging.remove_duplicates()).await?;
        }
        Ok(skipped)
    }

    /// Removes the rows that violate a constraint, and returns their number; if rows may not be skipped, collects the first of them.
    async fn reject(&self, constraint: &RowConstraint, invalid: &mut Vec<InvalidRow>) -> Result<u64, ImportError> {
        let Self { client, table, staging, header } = self;
        let (skips, mut skipped) = (header.rejected_rows.are_allowed(), 0);
        let select = staging.violating(constraint, (!skips).then_some(MAX_ERRORS));
        each_row(client, table, &select, 2, |numbers, values| {
            let earlier = line(&numbers[1]).ok();
            let row = conflict::violating(line(&numbers[0])?, earlier, constraint, table, values);
            if skips {
                skipped += 1;
                header.rejected_rows.add_values(row, |column| values[column].clone())?;
            } else {
                invalid.push(row);
            }
            Ok(true)
        })
        .await?;
        if skipped > 0 {
            run(client, &staging.remove_violating(constraint)).await?;
        }
        Ok(skipped)
    }

    /// The error of a constraint that the document does not have, with the first line that violates it.
    async fn named(&self, error: StoreError) -> Result<ImportError, ImportError> {
        let last = self.client.query_one(&self.staging.last_line(), &[]).await.map_err(driver_error)?;
        let mut search = Bisection::new(last.try_get::<_, i64>(0).map_err(driver_error)?.cast_unsigned());
        while let Some(lines) = search.next() {
            search.record(self.fails(&lines, &error).await?);
        }
        let lines = search.found();
        let is_it = self.fails(&lines, &error).await?;
        let row = conflict::broken(*lines.start(), &error, self.table).filter(|_| is_it);
        Ok(match row {
            Some(row) => ImportError::violations(vec![row], error),
            None => error.into(),
        })
    }

    /// Whether the rows of some lines violate the same constraint.
    async fn fails(&self, lines: &Lines, expected: &StoreError) -> Result<bool, ImportError> {
        run(self.client, "SAVEPOINT attempt").await?;
        let error = self.try_store(Some(lines)).await.err().map(driver_error);
        run(self.client, "ROLLBACK TO attempt").await?;
        Ok(error.is_some_and(|error| error.is_same_violation(expected)))
    }
}

/// Runs a statement.
pub(super) async fn run(client: &Client, statement: &str) -> Result<(), StoreError> {
    client.batch_execute(statement).await.map_err(driver_error)
}

fn line(value: &Value<'_>) -> Result<u64, ImportError> {
    match value {
        Value::Integer(line) => Ok(line.cast_unsigned()),
        _ => Err(super::aborted().into()),
    }
}

/// Calls `visit` with the first integers and the values of each row of a query, until it returns false.
async fn each_row(
    client: &Client,
    table: &'static Table,
    query: &str,
    numbers: usize,
    mut visit: impl FnMut(&[Value<'_>], &[Value<'_>]) -> Result<bool, ImportError>,
) -> Result<(), ImportError> {
    let of_table = table.columns.iter().map(|column| column.column_type);
    let types: Vec<&dyn ColumnType> = std::iter::repeat_n(&Long as &dyn ColumnType, numbers).chain(of_table).collect();
    let mut rows = CopiedRows::of(client, query).await?;
    while let Some(values) = rows.next(&types).await? {
        let (numbers, values) = values.split_at(numbers);
        if !visit(numbers, values)? {
            break;
        }
    }
    Ok(())
}
