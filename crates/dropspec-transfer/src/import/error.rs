//! Errors of imports.

use std::collections::HashSet;
use std::io;

use dropspec_db::{Entity, StoreError, WriteError, violated_constraint};
use dropspec_schema::SchemaError;

use super::MAX_ERRORS;
use crate::csv::{FieldError, HeaderError, InvalidRow, MAX_ROW_BYTES, QuoteError, ReadError};

/// Why a file was not imported. Nothing of it is stored, unless the error is [`StoreError::UnknownOutcome`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The header is not that of the table.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// Rows are invalid: the first of them, and whether there may be more.
    #[error("{}", summary(.0, *.1))]
    Rows(Vec<InvalidRow>, bool),
    /// A row is too long.
    #[error("line {line}: the row has more than {MAX_ROW_BYTES} bytes; is a quote not closed?")]
    TooLong {
        /// The line on which the row begins.
        line: u64,
    },
    /// A quote is not closed, or is followed by text.
    #[error(transparent)]
    Quote(#[from] QuoteError),
    /// The file cannot be read.
    #[error("cannot read the file")]
    Read(#[source] io::Error),
    /// The rejected rows cannot be written.
    #[error("cannot write the rejected rows")]
    Rejected(#[source] io::Error),
    /// The same file was imported before.
    #[error("already imported on {when} ({file}); use --force to import it again")]
    AlreadyImported {
        /// When that import began.
        when: String,
        /// The name of the file then.
        file: String,
    },
    /// The column to match rows by does not exist.
    #[error("no such column: {0}; rows cannot be matched by it")]
    NoKey(String),
    /// The file has the key of the table beside the column that rows are matched by.
    #[error("rows are matched by {by}; remove the column {key} from the file")]
    TwoKeys {
        /// The column that rows are matched by.
        by: &'static str,
        /// The column of the key.
        key: &'static str,
    },
    /// The file lacks the column that rows are matched by.
    #[error("rows are matched by {0}, but the file has no such column")]
    KeyMissing(&'static str),
    /// Several rows of the table have the same value in the column that rows are matched by.
    #[error("rows cannot be matched by {column}: several rows in the database have '{value}'")]
    Ambiguous {
        /// The column.
        column: &'static str,
        /// The value.
        value: String,
    },
    /// Rows violate a constraint of the table.
    #[error("{message}")]
    Constraint {
        /// The first error, or the constraint in words.
        message: String,
        /// The rows, in the order of the file, as far as they are known.
        rows: Vec<InvalidRow>,
        /// The error of the database.
        #[source]
        source: StoreError,
    },
    /// A schema of the service is broken.
    #[error("cannot validate the rows")]
    Validation(#[source] SchemaError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl WriteError for ImportError {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) | Self::Constraint { source: error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(error) => Self::Read(error),
            ReadError::TooLong { line } => Self::TooLong { line },
            ReadError::Quote(error) => Self::Quote(error),
        }
    }
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl ImportError {
    /// The error of rows that violate constraints.
    pub(super) fn violations(mut rows: Vec<InvalidRow>, source: StoreError) -> Self {
        rows.sort_by_key(|row| row.line);
        let has_more = rows.len() >= MAX_ERRORS;
        rows.truncate(MAX_ERRORS);
        Self::Constraint { message: summary(&rows, has_more), rows, source }
    }

    /// The same error; if rows have violated a constraint of the table, in words.
    pub(super) fn explained<R: Entity>(self) -> Self {
        match self {
            Self::Store(source) => match violated_constraint(&source, R::TABLE) {
                Some(message) => Self::Constraint { message, rows: Vec::new(), source },
                None => Self::Store(source),
            },
            other => other,
        }
    }
}

/// The first error, and the number of other cells with errors.
fn summary(rows: &[InvalidRow], more: bool) -> String {
    let mut errors = rows.iter().flat_map(|row| row.errors.iter().map(|error| (row.line, error)));
    let Some((line, FieldError { column, detail })) = errors.next() else { return String::new() };
    let cell = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
    let first = format!("line {line}{cell}: {detail}");
    let others: HashSet<_> =
        errors.map(|(line, error)| (line, error.column)).filter(|it| *it != (line, *column)).collect();
    match (others.len(), more) {
        (0, false) => first,
        (others, false) => format!("{first} (and {others} more)"),
        (others, true) => format!("{first} (and more than {others} more)"),
    }
}
