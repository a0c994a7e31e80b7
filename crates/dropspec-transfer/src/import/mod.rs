//! Imports: lists of any length into a table, by the rules of the document, all or nothing.
//!
//! One thread reads the list, another task writes to the database, and a short queue between them bounds the memory. What was imported is
//! noted in the table [`imports`](dropspec_db::internal_tables::imports), in the same transaction.

mod collision;
mod log;
mod parcel;
mod postgres;
mod put_aside;
mod read;
mod rejects;
mod report;
mod sqlite;
mod stage;
mod summary;
mod upload;

use std::collections::HashSet;
use std::io::{Read, Write};

use diesel::sqlite::SqliteConnection;
use tokio::sync::mpsc;

pub use self::log::{Logged, logged};
pub use self::report::Report;
pub use self::upload::{Asked, Uploaded, upload};
pub use crate::csv::{BadRow, Fault as BadCell};

use crate::csv::{HeaderError, ReadError};
use dropspec_db::{Database, StoreError};
use dropspec_db::{Moment, Record};
use dropspec_http::Fault;

use self::read::Reading;
pub use self::summary::Summary;

/// How many parcels may wait for the database, which bounds the memory.
const WAITING: usize = 4;

/// How many faults are told one by one.
const MOST_FAULTS: usize = 100;

/// What is asked of an import.
#[derive(Default)]
pub struct Options {
    /// What the list is called, for the table of imports.
    pub file: String,
    /// Who imports it, as far as that is known.
    pub who: Option<String>,
    /// What becomes of bad rows.
    pub bad_rows: BadRows,
    /// The property by which rows are found that are there already; they are changed then.
    pub key: Option<String>,
    /// Whether to import a list that was imported before.
    pub again: bool,
    /// Whether to look at how the values are distributed.
    pub summarize: bool,
}

/// What becomes of bad rows.
#[derive(Default)]
pub enum BadRows {
    /// With one of them, nothing is stored.
    #[default]
    Refuse,
    /// They are left out, and written as a list to be mended, if there is something to write to.
    Skip(Option<Box<dyn Write + Send>>),
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let skips = matches!(self.bad_rows, BadRows::Skip(_));
        let Self { file, key, again, .. } = self;
        f.debug_struct("Options")
            .field("file", file)
            .field("key", key)
            .field("again", again)
            .field("skips", &skips)
            .finish()
    }
}

/// Why a list was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The header is not that of the table.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// Rows are bad; at least one is told.
    #[error("{}", complaint(.0, *.1))]
    Rows(Vec<BadRow>, bool),
    /// A row is longer than any that is read.
    #[error("line {line}: the row has more than {} bytes; is a quote not closed?", crate::csv::LONGEST)]
    TooLong {
        /// The line on which it begins.
        line: u64,
    },
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    Read(std::io::Error),
    /// The bad rows cannot be written.
    #[error("cannot write the bad rows: {0}")]
    Rejects(std::io::Error),
    /// The same list was imported before.
    #[error("this list was imported on {when} ({file}); to have it twice, ask for it `again`")]
    Again {
        /// When that began.
        when: String,
        /// What it was called then.
        file: String,
    },
    /// There is no column by which rows could be found.
    #[error("there is no column `{0}` to find rows by")]
    NoKey(String),
    /// The list has the key of the table beside the one that rows are found by.
    #[error("rows are found by `{by}`: the list cannot have the column `{key}` as well")]
    TwoKeys {
        /// The column that rows are found by.
        by: &'static str,
        /// The column of the key.
        key: &'static str,
    },
    /// A list to find rows by a column lacks it.
    #[error("rows are found by `{0}`, which the list does not have")]
    KeyMissing(&'static str),
    /// Several rows of the table have the same value where rows are found by it.
    #[error("rows cannot be found by `{column}`: several in the database have '{value}'")]
    Ambiguous {
        /// The column.
        column: &'static str,
        /// The value.
        value: String,
    },
    /// A schema of the service is broken.
    #[error("cannot validate: {}", .0.cause())]
    Validation(Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(error) => Self::Read(error),
            ReadError::TooLong { line } => Self::TooLong { line },
        }
    }
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The first fault, and how many more cells have some.
fn complaint(rows: &[BadRow], more: bool) -> String {
    let mut faults = rows.iter().flat_map(|row| row.faults.iter().map(|fault| (row.line, fault)));
    let Some((line, BadCell { column, detail })) = faults.next() else { return String::new() };
    let place = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
    let first = format!("line {line}{place}: {detail}");
    let others: HashSet<_> =
        faults.map(|(line, fault)| (line, fault.column)).filter(|it| *it != (line, *column)).collect();
    match (others.len(), more) {
        (0, false) => first,
        (others, false) => format!("{first} (and {others} more)"),
        (others, true) => format!("{first} (and more than {others} more)"),
    }
}

/// Reads a list and stores it, in one transaction.
///
/// # Errors
/// When the list cannot be read or is not one of the table, when a row is bad and is not to be left out, when the list was imported before,
/// or when the database fails. Nothing is stored then.
pub async fn import<R: Record>(
    database: &Database,
    list: impl Read + Send + 'static,
    options: Options,
) -> Result<Report, ImportError> {
    let began = Moment(chrono::Utc::now());
    let work = Work { file: options.file.clone(), who: options.who.clone(), again: options.again, began };
    let wait = database.wait("import");
    let (read, stored) = match database {
        Database::Postgres(postgres) => {
            let (sender, receiver) = mpsc::channel(WAITING);
            let reading = start::<R, parcel::Binary>(list, options, Some(sender));
            let stored = postgres::store::<R>(postgres, &work, receiver).await;
            (reading.await, stored)
        }
        Database::Sqlite(sqlite) => {
            let (sender, receiver) = mpsc::channel(WAITING);
            let reading = start::<R, parcel::Records<R>>(list, options, Some(sender));
            let store = move |connection: &mut SqliteConnection| sqlite::store::<R>(connection, &work, receiver);
            let stored = sqlite.write(store).await;
            (reading.await, stored)
        }
    };
    drop(wait);
    match (finished(read)?, stored) {
        // What the reader finds is why the store was told to give up.
        (Err(error), _) | (Ok(_), Err(error)) => Err(error),
        (Ok(summary), Ok(report)) => Ok(Report { summary, ..report }),
    }
}

/// Reads a list to its end and stores nothing of it. What only the database knows is not found.
///
/// # Errors
/// As [`import`], but for the database.
pub async fn check<R: Record>(list: impl Read + Send + 'static, options: Options) -> Result<Report, ImportError> {
    let work = move || {
        let mut reading = Reading::<R>::begin(list, options)?;
        reading.read_all::<parcel::Records<R>>(None)?;
        let (plan, ending, summary) = reading.finish()?;
        Ok(Report { dry_run: true, summary, ..Report::of(&plan, ending)? })
    };
    finished(tokio::task::spawn_blocking(work).await)?
}

type Started = tokio::task::JoinHandle<Result<Option<Summary>, ImportError>>;

/// Starts to read a list into parcels.
fn start<R: Record, P: parcel::Parcel<R>>(
    list: impl Read + Send + 'static,
    options: Options,
    messages: Option<mpsc::Sender<parcel::Message<P>>>,
) -> Started {
    tokio::task::spawn_blocking(move || {
        let mut reading = Reading::<R>::begin(list, options)?;
        let messages = reading.read_all(messages)?;
        let (_, ending, summary) = reading.finish()?;
        if let Some(messages) = messages {
            // A database that takes no more has failed, and says so itself.
            let _ = messages.blocking_send(parcel::Message::End(ending));
        }
        Ok(summary)
    })
}

fn finished<T>(outcome: Result<T, tokio::task::JoinError>) -> Result<T, StoreError> {
    outcome.map_err(|error| StoreError::Unavailable(error.into()))
}

/// What the database is asked for.
#[derive(Clone, Debug)]
struct Work {
    file: String,
    who: Option<String>,
    again: bool,
    began: Moment,
}

/// The column by which rows are found, from its name as a property or in the header.
fn by_of<R: Record>(options: &Options) -> Result<Option<usize>, ImportError> {
    let Some(name) = &options.key else { return Ok(None) };
    let columns = R::TABLE.columns;
    let found = columns.iter().position(|column| column.property == name || column.csv.header == name);
    found.map(Some).ok_or_else(|| ImportError::NoKey(name.clone()))
}

/// An import that ended before its list did must leave nothing behind.
fn aborted() -> StoreError {
    StoreError::Query(diesel::result::Error::RollbackTransaction)
}
