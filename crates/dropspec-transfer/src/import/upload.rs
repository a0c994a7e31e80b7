//! Imports over HTTP: an operation with `x-dropspec-operation: import`.

use std::fs::File;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use tokio::time::{sleep, timeout};

use super::spool::Spool;
use super::{ImportError, ImportReport, InvalidRow, InvalidRows, Options, check, import};
use dropspec_db::Database;
use dropspec_db::Entity;
use dropspec_db::StoreError;
use dropspec_http::Error as HttpError;
use dropspec_http::Problem;
use dropspec_http::cancel_request;
use dropspec_http::project;
use dropspec_http::{Upload, UploadError};
use dropspec_schema::{ErrorSource, Violation};

/// The longest wait for the outcome of an import that was cancelled.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

/// The parameters of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportParams {
    /// Whether invalid rows are skipped; the report has the first of them.
    pub skip_invalid_rows: bool,
    /// Whether to import a file that was imported before.
    pub force: bool,
    /// Whether to check the file only.
    pub dry_run: bool,
    /// The property by which existing rows are matched.
    pub key: Option<String>,
    /// Who imports.
    pub who: Option<String>,
}

/// The result of an upload.
#[derive(Debug)]
pub enum ImportOutcome {
    /// It is imported, or checked.
    Done(Box<ImportReport>),
    /// It is not a file of the table, or has invalid rows: 400.
    Invalid(Problem),
    /// The same file was imported before, rows violate a constraint, or several rows of the table have the same match value: 409.
    Conflict(Problem),
    /// It is too large: 413.
    TooLarge(Problem),
}

/// Imports a CSV file that is the body of a request. It is spooled to an unnamed temporary file first, so that a slow client holds no
/// database connection. The import is cancelled when it takes too long, or when the client leaves.
///
/// # Errors
/// 408 when the body arrives too slowly, 503 when the import takes too long. When the database fails, or the disk does.
pub async fn upload<R: Entity>(
    database: &Database,
    body: Upload,
    params: ImportParams,
) -> Result<ImportOutcome, HttpError> {
    let limit = body.import_timeout();
    let list = match spool_to_file(body).await? {
        Ok(list) => list,
        Err(error @ UploadError::TooLarge(_)) => return Ok(ImportOutcome::TooLarge(Problem::new(error.to_string()))),
        Err(error @ UploadError::Broken(_)) => return Ok(ImportOutcome::Invalid(Problem::new(error.to_string()))),
        Err(error) => return Err(error.into()),
    };
    let ImportParams { skip_invalid_rows, force, dry_run, key, who } = params;
    let invalid_rows = if skip_invalid_rows { InvalidRows::Skip(None) } else { InvalidRows::Reject };
    let options = Options { file: "upload".to_owned(), who, invalid_rows, key, force, summarize: false };
    let outcome = if dry_run {
        in_time(limit, check::<R>(list, options)).await
    } else {
        in_time(limit, import::<R>(database, list, options)).await
    };
    Ok(match outcome {
        Ok(report) => ImportOutcome::Done(Box::new(report)),
        Err(ImportError::AlreadyImported { when, file }) => {
            ImportOutcome::Conflict(Problem::new(format!("already imported on {when} ({file})")))
        }
        Err(ImportError::Constraint { rows, .. }) if !rows.is_empty() => {
            ImportOutcome::Conflict(Problem::invalid(rows.iter().flat_map(violations).collect()))
        }
        Err(error @ (ImportError::Ambiguous { .. } | ImportError::Constraint { .. })) => {
            ImportOutcome::Conflict(Problem::new(error.to_string()))
        }
        Err(ImportError::Store(error)) => return Err(error.into()),
        Err(ImportError::Validation(error)) => return Err(error.into()),
        Err(ImportError::Read(error) | ImportError::Rejected(error)) => return Err(HttpError::Internal(error.into())),
        Err(error) => ImportOutcome::Invalid(problem(&error)),
    })
}

/// Limits the time of an import. One that takes longer is cancelled, and its outcome awaited: it may have been stored just then.
async fn in_time(
    limit: Duration,
    work: impl Future<Output = Result<ImportReport, ImportError>>,
) -> Result<ImportReport, ImportError> {
    let mut work = pin!(work);
    tokio::select! {
        biased;
        outcome = &mut work => return outcome,
        () = sleep(limit) => cancel_request(),
    }
    let outcome = timeout(CANCEL_TIMEOUT, work).await;
    outcome.unwrap_or_else(|late| Err(StoreError::UnknownOutcome(late.into()).into()))
}

/// The problem of a rejected file, with the line and column of each error.
fn problem(error: &ImportError) -> Problem {
    match error {
        ImportError::Rows(rows, _) => Problem::invalid(rows.iter().flat_map(violations).collect()),
        other => Problem::new(other.to_string()),
    }
}

fn violations(row: &InvalidRow) -> impl Iterator<Item = Violation> {
    row.errors.iter().map(|error| Violation {
        source: ErrorSource::Cell { line: row.line, column: error.column },
        detail: error.detail.clone(),
    })
}

/// Writes a body to a temporary file, which is then read from its beginning.
async fn spool_to_file(mut body: Upload) -> Result<Result<File, UploadError>, HttpError> {
    let mut spool = Spool::default();
    while let Some(part) = body.next().await {
        match part {
            Ok(bytes) => spool.append(&bytes).await?,
            Err(error) => return Ok(Err(error)),
        }
    }
    spool.finish().await.map(Ok)
}

impl ImportReport {
    /// The report as a type of the document, which has some of its properties.
    ///
    /// # Errors
    /// When the type is not made for them.
    pub fn into_response<T: DeserializeOwned>(self, properties: &[&str]) -> Result<T, HttpError> {
        project(&self, properties)
    }
}
