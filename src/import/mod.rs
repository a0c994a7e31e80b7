//! Reads passenger lists: CSV with named columns, every row by the rules of a POST, all or nothing.

mod columns;
mod lines;
mod reader;
mod store;

use std::io::Read;

use dropspec::store::{Database, StoreError};
use tokio::sync::mpsc;

pub use reader::{ImportError, People};

use crate::api::types::Person;
use store::Batch;

/// How many people go to the database at once: ten columns each have to fit into a statement of 65,535 parameters.
const BATCH: usize = 1000;

/// How many batches may wait for the database, which bounds the memory.
const WAITING: usize = 2;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The people stored.
    pub people: u64,
    /// The ages whose fraction was dropped.
    pub shortened_ages: u64,
}

/// Reads a list and stores it in one transaction.
///
/// # Errors
/// When a row is not valid, the list cannot be read, or the database fails; then nothing is stored.
pub async fn import(database: &Database, list: impl Read + Send + 'static) -> Result<Summary, ImportError> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || read(list, &sender));
    let stored = store::import(database, receiver).await;
    let read = reading.await.map_err(|error| ImportError::Store(StoreError::Unavailable(error.into())))?;
    match (read, stored) {
        // What the reader finds is why the store was told to give up.
        (Err(error), _) => Err(error),
        (Ok(_), Err(error)) => Err(error.into()),
        (Ok(shortened_ages), Ok(people)) => Ok(Summary { people, shortened_ages }),
    }
}

/// Reads a list to its end and stores nothing of it.
///
/// # Errors
/// As [`import`], but for the database.
pub async fn check(list: impl Read + Send + 'static) -> Result<Summary, ImportError> {
    let checking = tokio::task::spawn_blocking(move || {
        let mut people = People::new(list)?;
        let count = people.by_ref().try_fold(0, |count, person| person.map(|_| count + 1))?;
        Ok(Summary { people: count, shortened_ages: people.shortened_ages() })
    });
    checking.await.map_err(|error| ImportError::Store(StoreError::Unavailable(error.into())))?
}

/// Sends batches until the list ends. Without the last message the store keeps nothing.
fn read(list: impl Read, batches: &mpsc::Sender<Batch>) -> Result<u64, ImportError> {
    let mut people = People::new(list)?;
    loop {
        let batch = people.by_ref().take(BATCH).collect::<Result<Vec<Person>, _>>()?;
        let last = batch.is_empty();
        let message = if last { Batch::Commit } else { Batch::People(batch) };
        // A store that takes no more has failed, and says so itself.
        if batches.blocking_send(message).is_err() || last {
            return Ok(people.shortened_ages());
        }
    }
}
