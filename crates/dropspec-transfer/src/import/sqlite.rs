//! Imports into SQLite, row by row in one transaction.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use tokio::sync::mpsc::Receiver;

use super::log::Entry;
use super::parcel::{Ending, Message, Plan, Records};
use super::put_aside::{self, PutAside};
use super::stage::Stage;
use super::{ImportError, MOST_FAULTS, Report, Work, aborted, collision};
use dropspec_db::StoreError;
use dropspec_db::sql::quoted;
use dropspec_db::{Action, Record};

/// From how many new rows on indexes may be made anew.
const MANY: u64 = 8192;

/// Stores what comes, in one transaction.
pub(super) fn store<R: Record>(
    connection: &mut SqliteConnection,
    work: &Work,
    mut messages: Receiver<Message<Records<R>>>,
) -> Result<Report, ImportError> {
    let Some(Message::Plan(plan)) = messages.blocking_recv() else { return Err(aborted().into()) };
    connection.immediate_transaction(|connection| {
        let (ending, updated) = match plan.by {
            Some(by) => change(connection, &plan, by, messages)?,
            None => (insert(connection, &plan, messages)?, 0),
        };
        let sha256 = ending.sha256;
        let report = Report { updated, ..Report::of(&plan, ending)? };
        Entry::new(R::TABLE, work, sha256, &report).note_in_sqlite(connection)?;
        Ok(report)
    })
}

/// Hands all rows to `store` and answers what is known at the end.
fn each<R>(
    mut messages: Receiver<Message<Records<R>>>,
    mut store: impl FnMut(u64, R) -> Result<(), ImportError>,
) -> Result<Ending, ImportError> {
    loop {
        match messages.blocking_recv().ok_or_else(aborted)? {
            Message::Parcel(parcel) => parcel.rows.into_iter().try_for_each(|(line, record)| store(line, record))?,
            Message::End(ending) => return Ok(ending),
            Message::Plan(_) => return Err(aborted().into()),
        }
    }
}

/// Inserts new rows, but not those whose key is taken.
fn insert<R: Record>(
    connection: &mut SqliteConnection,
    plan: &Plan,
    messages: Receiver<Message<Records<R>>>,
) -> Result<Ending, ImportError> {
    let (mut stored, mut left_out, mut bad, mut indexes) = (0_u64, 0, Vec::new(), Vec::new());
    let ending = each(messages, |line, record: R| {
        // Only a key that stands in the list can be taken.
        let kept = plan.has_key.then(|| record.clone());
        match (R::insert(record).on_sqlite(connection).map_err(StoreError::from), kept) {
            (Ok(_), _) => stored += 1,
            (Err(error), Some(record)) if error.is_unique_violation() => {
                let row = collision::taken(line, R::TABLE.key(), &record.value(R::TABLE.key));
                if plan.rejects.are_allowed() {
                    left_out += 1;
                    plan.rejects.add_values(row, |column| record.value(column))?;
                } else if bad.len() < MOST_FAULTS {
                    bad.push(row);
                }
            }
            (Err(error), _) => return Err(error.into()),
        }
        // Now and then, because to count takes time.
        if indexes.is_empty() && stored >= MANY && stored.is_power_of_two() {
            indexes = remove_indexes(connection, R::TABLE.name, stored)?;
        }
        Ok(())
    })?;
    collision::refuse(bad)?;
    for index in indexes {
        connection.batch_execute(&index)?;
    }
    Ok(Ending { good: ending.good - left_out, ..ending })
}

/// Removes the indexes of a table that had fewer rows than were `stored` now: to make them anew is quicker than to keep them. Answers the
/// statements that make them. Nobody else sees it until the end of the transaction.
fn remove_indexes(connection: &mut SqliteConnection, table: &str, stored: u64) -> Result<Vec<String>, ImportError> {
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

/// Changes the rows that are there, and inserts the others. Answers how many were there.
fn change<R: Record>(
    connection: &mut SqliteConnection,
    plan: &Plan,
    by: usize,
    messages: Receiver<Message<Records<R>>>,
) -> Result<(Ending, u64), ImportError> {
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

    let (stage, column) = (Stage::new(R::TABLE, plan.columns.clone(), plan.by), &R::TABLE.columns[by]);
    connection.batch_execute(&stage.create())?;
    let target = stage.target();
    let ending = each(messages, |line, record: R| {
        let values = (0..R::TABLE.columns.len()).map(|column| put_aside::value(record.value(column))).collect();
        PutAside { target: &target, line: line.cast_signed(), values }.execute(connection)?;
        Ok(())
    })?;
    if let Some(statement) = stage.ambiguous()
        && let Some(Found { value }) = diesel::sql_query(statement).get_result(connection).optional()?
    {
        return Err(ImportError::Ambiguous { column: column.csv.header, value });
    }
    let lines: Vec<Line> = diesel::sql_query(stage.repeated()).load(connection)?;
    collision::refuse(lines.iter().map(|Line { line }| collision::repeated(line.cast_unsigned(), column)).collect())?;
    let updated = diesel::sql_query(stage.update()).execute(connection)?;
    diesel::sql_query(stage.insert_others()).execute(connection)?;
    connection.batch_execute(&Stage::remove())?;
    Ok((ending, updated as u64))
}
