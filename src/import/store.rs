//! From batches of people to rows: all of them, or none.

use diesel_async::AsyncConnection;
use dropspec::store::postgres::Connection;
use dropspec::store::{Database, StoreError};
use dropspec::table::{Action, Record};
use tokio::sync::mpsc;

use crate::api::types::Person;

/// A part of an import.
#[derive(Debug)]
pub(super) enum Batch {
    /// People to store.
    People(Vec<Person>),
    /// The end: keep what was stored.
    Commit,
}

/// Stores batches as they come, in one transaction that is kept only if [`Batch::Commit`] comes last. Answers how many people were
/// stored.
pub(super) async fn import(database: &Database, mut batches: mpsc::Receiver<Batch>) -> Result<u64, StoreError> {
    match database {
        Database::Postgres(postgres) => {
            let mut connection = postgres.connection().await?;
            let work = async |connection: &mut Connection| {
                let mut stored = 0;
                loop {
                    match batches.recv().await.ok_or_else(aborted)? {
                        Batch::Commit => return Ok(stored),
                        Batch::People(people) => stored += Person::insert_all(connection, people).await? as u64,
                    }
                }
            };
            connection.transaction(work).await
        }
        Database::Sqlite(sqlite) => {
            let work = move |connection: &mut diesel::SqliteConnection| {
                connection.immediate_transaction(|connection| {
                    let mut stored = 0;
                    loop {
                        match batches.blocking_recv().ok_or_else(aborted)? {
                            Batch::Commit => return Ok(stored),
                            // SQLite has no round trips to save, and one prepared statement is quicker than a long one.
                            Batch::People(people) => {
                                for person in people {
                                    stored += Person::insert(person).on_sqlite(connection)? as u64;
                                }
                            }
                        }
                    }
                })
            };
            sqlite.write(work).await
        }
    }
}

/// An import that ended without [`Batch::Commit`] must leave nothing behind.
fn aborted() -> StoreError {
    StoreError::Query(diesel::result::Error::RollbackTransaction)
}
