//! Soft deletion: deleted rows stay in their table until they are restored or purged.

use std::time::SystemTime;

use crate::column_type::{Dialect, SqlTimestamp, Timestamp};
use crate::entity::{Entity, Versioned};
use crate::error::Error;
use crate::row::get;
use crate::sql::{quoted, quoted_key};
use crate::storable::reject_unstorable_key;
use crate::store::{Database, Query, StoreError};
use crate::table::Table;

/// The number of rows that one statement purges, so that it locks few of them at a time.
const PURGE_SIZE: usize = 1000;

/// An entity whose rows are deleted softly: no other statement finds them then.
pub trait SoftDelete: Entity {
    /// Restores a deleted row, increments its version, and returns it.
    fn restore(key: Self::Key) -> impl Query<Self::Row>;
}

/// Restores the row of a key. A row that is not deleted stays as it is.
///
/// # Errors
/// 404 when there is no such row.
pub async fn restore<R: SoftDelete>(database: &Database, key: R::Key) -> Result<Versioned<R>, Error> {
    reject_unstorable_key::<R>(&key)?;
    match database.change(|| R::restore(key.clone())).await?.pop() {
        Some(row) => Ok(row.into()),
        None => get::<R>(database, &key).await,
    }
}

/// Removes the rows of a table that were deleted before a time, and returns their number. A table without soft deletion has none.
///
/// # Errors
/// When the database cannot be reached or a statement fails, as when other rows refer to one of them; earlier rows are removed then.
pub async fn purge_deleted(database: &Database, table: &Table, before: SystemTime) -> Result<usize, StoreError> {
    let Some(deleted) = table.deletion_column() else { return Ok(0) };
    let (name, key, deleted) = (quoted(table.name), quoted_key(table), quoted(deleted.name));
    let parameter = match database.dialect() {
        Dialect::Postgres => "$1",
        Dialect::Sqlite => "?",
    };
    let statement = format!(
        "DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM {name} WHERE {deleted} < {parameter} LIMIT {PURGE_SIZE})"
    );
    let mut purged = 0;
    loop {
        let some = || diesel::sql_query(&statement).bind::<SqlTimestamp, _>(Timestamp(before.into()));
        let count = database.execute(some).await?;
        purged += count;
        if count < PURGE_SIZE {
            return Ok(purged);
        }
    }
}
