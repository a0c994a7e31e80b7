//! Imports: CSV files of any length into a table, all or nothing.
//!
//! One thread reads the file, another task writes to the database, and a bounded channel between them limits the memory. The import is
//! recorded in the table [`imports`](dropspec_db::internal_tables::imports), in the same transaction.

mod batch;
mod bisection;
mod cancel;
mod conflict;
mod error;
mod options;
mod postgres;
mod postgres_staged;
mod read;
mod record;
mod rejected;
mod report;
mod row_lines;
mod spool;
mod sqlite;
mod sqlite_staging;
mod sqlite_stored;
mod sqlite_violating;
mod staging;
mod staging_insert;
mod summary;
mod totals;
mod upload;

use std::io::Read;
use std::pin::pin;

use dropspec_db::column_type::Timestamp;
use dropspec_db::{Database, Entity, StoreError};
use dropspec_http::{RequestScope, cancelled};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use self::cancel::ImportCanceller;
pub use self::error::ImportError;
pub use self::options::{InvalidRows, Options};
use self::read::Reading;
pub use self::record::{ImportRecord, list_imports};
pub use self::report::ImportReport;
pub use self::summary::Summary;
pub use self::totals::{ImportTotals, import_totals};
pub use self::upload::{ImportOutcome, ImportParams, upload};
use crate::csv::{FieldError, InvalidRow};

/// The number of batches that may wait for the database.
const CHANNEL_CAPACITY: usize = 4;

/// The number of errors that are reported one by one.
const MAX_ERRORS: usize = 100;

/// Reads a CSV file and stores it, in one transaction. It is cancelled when the request is, and when the future is dropped.
///
/// # Errors
/// When the file cannot be read or is not one of the table, when a row is invalid and is not skipped, when the file was imported before, or
/// when the database fails. Nothing is stored then, unless the error is [`StoreError::UnknownOutcome`].
pub async fn import<R: Entity>(
    database: &Database,
    file: impl Read + Send + 'static,
    options: Options,
) -> Result<ImportReport, ImportError> {
    let canceller = ImportCanceller::default();
    let outcome = {
        let mut work = pin!(read_and_store::<R>(database, canceller.file(file), options));
        tokio::select! {
            biased;
            outcome = &mut work => outcome,
            () = cancelled() => {
                canceller.cancel();
                work.await.map_err(timed_out)
            }
        }
    };
    totals::count(&outcome);
    outcome
}

/// The error of an import that was cancelled.
fn timed_out(error: ImportError) -> ImportError {
    match error {
        ImportError::Store(StoreError::UnknownOutcome(_)) => error,
        _ => StoreError::TimedOut.into(),
    }
}

async fn read_and_store<R: Entity>(
    database: &Database,
    file: impl Read + Send + 'static,
    options: Options,
) -> Result<ImportReport, ImportError> {
    let started = Timestamp(chrono::Utc::now());
    let job = ImportJob { file: options.file.clone(), who: options.who.clone(), force: options.force, started };
    let timer = database.timer("import");
    let (read, stored) = match database {
        Database::Postgres(postgres) => {
            let (sender, receiver) = mpsc::channel(CHANNEL_CAPACITY);
            let reading = start::<R, batch::Binary>(file, options, Some(sender));
            let stored = postgres::store::<R>(postgres, &job, receiver).await;
            (reading.await, stored)
        }
        Database::Sqlite(sqlite) => {
            let (sender, receiver) = mpsc::channel(CHANNEL_CAPACITY);
            let reading = start::<R, batch::Entities<R>>(file, options, Some(sender));
            let stored = sqlite::store::<R>(sqlite, job, receiver).await;
            (reading.await, stored)
        }
    };
    drop(timer);
    match (joined(read)?, stored) {
        // An error of the reader makes the other side abort; it is the cause.
        (Err(error), _) | (Ok(_), Err(error)) => Err(error.explained::<R>()),
        (Ok(summary), Ok(report)) => Ok(ImportReport { summary, ..report }),
    }
}

/// Reads a CSV file to its end without storing anything. Conflicts with rows of the database are not found.
///
/// # Errors
/// As [`import`], except those of the database.
pub async fn check<R: Entity>(file: impl Read + Send + 'static, options: Options) -> Result<ImportReport, ImportError> {
    let canceller = ImportCanceller::default();
    let file = canceller.file(file);
    let work = move || {
        let mut reading = Reading::<R>::begin(file, options)?;
        reading.read_all::<batch::Entities<R>>(None)?;
        let (header, end, summary) = reading.finish()?;
        Ok(ImportReport { dry_run: true, summary, ..ImportReport::new(&header, end)? })
    };
    tokio::select! {
        biased;
        outcome = spawn_blocking(work) => joined(outcome)?,
        () = cancelled() => Err(StoreError::TimedOut.into()),
    }
}

type Started = JoinHandle<Result<Option<Summary>, ImportError>>;

/// Starts to read a file into batches.
fn start<R: Entity, B: batch::Batch<R>>(
    file: impl Read + Send + 'static,
    options: Options,
    messages: Option<mpsc::Sender<batch::Message<B>>>,
) -> Started {
    let scope = RequestScope::current();
    let read = move || {
        let mut reading = Reading::<R>::begin(file, options)?;
        let messages = reading.read_all(messages)?;
        let (_, end, summary) = reading.finish()?;
        if let Some(messages) = messages {
            // The receiver is gone only when the database has failed, which it reports itself.
            let _ = messages.blocking_send(batch::Message::End(end));
        }
        Ok(summary)
    };
    // Rows may have the caller of the request.
    spawn_blocking(move || match scope {
        Some(scope) => scope.sync_scope(read),
        None => read(),
    })
}

fn joined<T>(outcome: Result<T, JoinError>) -> Result<T, StoreError> {
    outcome.map_err(|error| StoreError::Unavailable(error.into()))
}

/// What the writing side needs to know of an import.
#[derive(Clone, Debug)]
struct ImportJob {
    file: String,
    who: Option<String>,
    force: bool,
    started: Timestamp,
}

/// Rolls back an import whose input ended early.
fn aborted() -> StoreError {
    StoreError::Query(diesel::result::Error::RollbackTransaction)
}
