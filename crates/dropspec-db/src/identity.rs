//! Integer keys that the database makes: identity columns of PostgreSQL, `AUTOINCREMENT` of SQLite. Neither uses a key twice.
//!
//! SQLite follows the keys that rows bring. The sequence of PostgreSQL does not: it is moved past them with [`advance_identity`], in the same
//! transaction and before the rows are inserted. A row that takes its key just then may still get one that a row of that transaction brings;
//! it is inserted again with the next key.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::AsyncPgConnection;

use crate::column_type::Value;
use crate::entity::Entity;
use crate::sql::{literal, quoted};
use crate::store::{Condition, Query, StoreError};
use crate::table::Table;

/// The statement that moves the sequence of a table in PostgreSQL past a key, an SQL expression. A sequence never goes back.
#[must_use]
pub fn advance_identity(table: &Table, key: &str) -> String {
    format!(
        "SELECT setval(name, highest) AS key FROM (SELECT {} AS name, ({key})::bigint AS highest) AS sequence \
         WHERE coalesce(pg_sequence_last_value(name), 0) < highest",
        sequence(table)
    )
}

/// The sequence of a table, as an expression of PostgreSQL.
fn sequence(table: &Table) -> String {
    format!("pg_get_serial_sequence({}, {})::regclass", literal(&quoted(table.name)), literal(table.first_key().name))
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = BigInt)]
    key: i64,
}

/// A row to insert.
pub(crate) struct NewRow<R> {
    /// The index of its item in a bulk.
    pub(crate) index: usize,
    /// Whether it brings its key.
    pub(crate) has_key: bool,
    pub(crate) record: R,
}

impl<R: Entity> NewRow<R> {
    /// Whether the database makes its key.
    pub(crate) fn is_made(&self) -> bool {
        R::TABLE.has_identity() && !self.has_key
    }
}

/// Gives those of the rows keys that have none, if the table has an identity column, and moves the sequence past the keys of the others.
///
/// # Errors
/// When a statement fails, or no keys are left.
pub(crate) async fn make_keys_in_postgres<R: Entity>(
    connection: &AsyncPgConnection,
    rows: &mut [NewRow<R>],
) -> Result<(), StoreError> {
    if !R::TABLE.has_identity() {
        return Ok(());
    }
    if let Some(highest) = highest(rows) {
        query(advance_identity(R::TABLE, &highest.to_string())).run_on_postgres(connection).await?;
    }
    let count = rows.iter().filter(|row| !row.has_key).count();
    if count == 0 {
        return Ok(());
    }
    let next = format!(
        "SELECT nextval(name) AS key FROM (SELECT {} AS name) AS sequence, generate_series(1, {count})",
        sequence(R::TABLE)
    );
    let made = query(next).run_on_postgres(connection).await?;
    set_keys(rows, made.into_iter().map(|Made { key }| key))
}

/// Gives those of the rows keys that have none, if the table has an identity column.
///
/// # Errors
/// When the statement fails, or no keys are left.
pub(crate) fn make_keys_in_sqlite<R: Entity>(
    connection: &mut SqliteConnection,
    rows: &mut [NewRow<R>],
) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Last {
        #[diesel(sql_type = Nullable<BigInt>)]
        key: Option<i64>,
    }

    if !R::TABLE.has_identity() || rows.iter().all(|row| row.has_key) {
        return Ok(());
    }
    let last = diesel::sql_query("SELECT max(seq) AS key FROM sqlite_sequence WHERE name = ?");
    let last: Last = last.bind::<Text, _>(R::TABLE.name).get_result(connection)?;
    // Rows that bring keys are stored in the same transaction.
    let last = last.key.unwrap_or_default().max(highest(rows).unwrap_or_default());
    set_keys(rows, (1..).map_while(|number| last.checked_add(number)))
}

/// A query for keys.
fn query(sql: String) -> impl Query<Made> {
    diesel::sql_query(sql)
}

/// The highest key that the rows bring.
fn highest<R: Entity>(rows: &[NewRow<R>]) -> Option<i64> {
    let keys = rows.iter().filter(|row| row.has_key).map(|row| match row.record.value(R::TABLE.key[0]) {
        Value::Integer(key) => key,
        _ => 0,
    });
    keys.max()
}

/// Sets the keys of the rows that have none.
fn set_keys<R: Entity>(rows: &mut [NewRow<R>], mut keys: impl Iterator<Item = i64>) -> Result<(), StoreError> {
    for row in rows.iter_mut().filter(|row| !row.has_key) {
        // A key that 32 bits do not hold is none.
        let key = keys.next().and_then(|key| R::key_from_text(&key.to_string())).ok_or_else(exhausted)?;
        row.record.set_key(key);
    }
    Ok(())
}

fn exhausted() -> StoreError {
    StoreError::Condition(Condition::KeysExhausted, "the largest integer of the key is in use".into())
}
