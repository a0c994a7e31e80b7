//! Imports over HTTP: an operation with `x-dropspec-operation: import`.

use std::fs::File;
use std::io::{self, Seek, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

use super::{BadRow, BadRows, ImportError, Options, Report, check, import};
use dropspec_db::Database;
use dropspec_db::Record;
use dropspec_http::Fault;
use dropspec_http::Problem;
use dropspec_http::told;
use dropspec_http::{Upload, UploadError};
use dropspec_schema::{Place, Violation};

/// How many parts of a body may wait for the disk.
const WAITING: usize = 8;

/// What the parameters of an import say.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Whether bad rows are left out; the report has the first of them.
    pub skip_bad_rows: bool,
    /// Whether to import a list that was imported before.
    pub again: bool,
    /// Whether to check the list only.
    pub dry_run: bool,
    /// The property by which rows are found that are there already.
    pub key: Option<String>,
    /// Who asks.
    pub who: Option<String>,
}

/// What became of an upload.
#[derive(Debug)]
pub enum Uploaded {
    /// It is imported.
    Done(Box<Report>),
    /// It is no list of the table, or some of its rows are bad: 400.
    Invalid(Problem),
    /// The same was imported before, or several rows of the table are alike where one is to be found: 409.
    Conflict(Problem),
    /// It is too large: 413.
    TooLarge(Problem),
}

/// Imports a list that comes as the body of a request. It goes to a file without a name first, so that a slow client holds nobody up, and one
/// that breaks off leaves nothing.
///
/// # Errors
/// When the database fails, or the disk does.
pub async fn upload<R: Record>(database: &Database, body: Upload, asked: Asked) -> Result<Uploaded, Fault> {
    let list = match keep(body).await? {
        Ok(list) => list,
        Err(error @ UploadError::TooLarge(_)) => return Ok(Uploaded::TooLarge(Problem::new(error.to_string()))),
        Err(error @ UploadError::Broken(_)) => return Ok(Uploaded::Invalid(Problem::new(error.to_string()))),
    };
    let Asked { skip_bad_rows, again, dry_run, key, who } = asked;
    let bad_rows = if skip_bad_rows { BadRows::Skip(None) } else { BadRows::Refuse };
    let options = Options { file: "upload".to_owned(), who, bad_rows, key, again, summarize: false };
    let outcome = if dry_run { check::<R>(list, options).await } else { import::<R>(database, list, options).await };
    Ok(match outcome {
        Ok(report) => Uploaded::Done(Box::new(report)),
        Err(error @ (ImportError::Again { .. } | ImportError::Ambiguous { .. })) => {
            Uploaded::Conflict(Problem::new(error.to_string()))
        }
        Err(ImportError::Store(error)) => return Err(error.into()),
        Err(ImportError::Validation(fault)) => return Err(fault),
        Err(ImportError::Read(error) | ImportError::Rejects(error)) => return Err(Fault::Internal(error.into())),
        Err(error) => Uploaded::Invalid(problem(&error)),
    })
}

/// The problem of a list that is refused, with the place of each fault.
fn problem(error: &ImportError) -> Problem {
    match error {
        ImportError::Rows(rows, _) => Problem::invalid(rows.iter().flat_map(violations).collect()),
        other => Problem::new(other.to_string()),
    }
}

fn violations(row: &BadRow) -> impl Iterator<Item = Violation> {
    row.faults.iter().map(|fault| Violation {
        place: Place::Cell { line: row.line, column: fault.column },
        detail: fault.detail.clone(),
    })
}

/// Puts a body into a file, from whose beginning it can be read then.
async fn keep(mut body: Upload) -> Result<Result<File, UploadError>, Fault> {
    let (sender, parts) = mpsc::channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || write(parts));
    let mut outcome = Ok(());
    while let Some(part) = body.next().await {
        match part {
            // A disk that takes no more has failed, and says so itself.
            Ok(bytes) => {
                if sender.send(bytes).await.is_err() {
                    break;
                }
            }
            Err(error) => outcome = Err(error),
        }
    }
    drop(sender);
    let list = writing.await.map_err(|error| Fault::Internal(error.into()))?;
    let list = list.map_err(|error| Fault::Internal(error.into()))?;
    Ok(outcome.map(|()| list))
}

fn write(mut parts: mpsc::Receiver<Bytes>) -> io::Result<File> {
    let mut list = tempfile::tempfile()?;
    while let Some(part) = parts.blocking_recv() {
        list.write_all(&part)?;
    }
    list.rewind()?;
    Ok(list)
}

impl Report {
    /// The report as a type of the document, which has some of its properties.
    ///
    /// # Errors
    /// When the type is not made for them.
    pub fn into_answer<T: DeserializeOwned>(self, properties: &[&str]) -> Result<T, Fault> {
        told(&self, properties)
    }
}
