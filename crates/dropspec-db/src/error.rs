//! Errors of operations on tables.

use dropspec_http::{Error as HttpError, Problem, Rejection as HttpRejection};
use dropspec_schema::{ErrorSource, SchemaError, Violation, child, with_place};
use http::StatusCode;
use http::header::ETAG;

use super::table::Table;
use super::violated::key_names;
use crate::store::{StoreError, WriteError};

/// Why an operation on a table failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client can act upon it.
    #[error(transparent)]
    Rejected(Box<Rejection>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A schema of the service is broken.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A value has no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Too many concurrent changes.
    #[error("gave up after {0} concurrent changes of the row")]
    Contention(usize),
    /// The record of an idempotency key was removed while it was read.
    #[error("the record of an idempotency key is gone")]
    IdempotencyRecord,
}

impl WriteError for Error {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// A response to a request that cannot be met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {}", .problem.detail.as_deref().unwrap_or_default())]
pub struct Rejection {
    /// The status.
    pub status: StatusCode,
    /// The problem details.
    pub problem: Problem,
    /// The current entity tag of the row, if a precondition failed.
    pub etag: Option<String>,
}

impl Rejection {
    /// A rejection with a message.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, problem: Problem::new(detail), etag: None }
    }

    /// A rejection with the violations of the input.
    #[must_use]
    pub fn invalid(status: StatusCode, violations: Vec<Violation>) -> Self {
        Self { status, problem: Problem::invalid(violations), etag: None }
    }

    /// 400, for a malformed header.
    #[must_use]
    pub fn header(name: &str, detail: &str) -> Self {
        let source = ErrorSource::Parameter(name.to_owned());
        Self::invalid(StatusCode::BAD_REQUEST, vec![Violation { source, detail: with_place(detail, name) }])
    }

    /// 404, for a row that does not exist.
    #[must_use]
    pub fn not_found(table: &Table, key: &impl std::fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {} {key}", table.noun()))
    }

    /// 409, for a duplicate key.
    #[must_use]
    pub fn duplicate_key(table: &Table, key: &impl std::fmt::Display) -> Self {
        let detail = match table.has_composite_key() {
            true => format!("the combination of {} is taken: {key}", key_names(table)),
            false => format!("the {} {key} is taken", table.first_key().property),
        };
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// 409, for a property of the key that differs from the value in the path.
    #[must_use]
    pub fn other_key(name: &str, value: &impl std::fmt::Display) -> Self {
        let detail = with_place(&format!("the {name} must be that of the path, {value}"), name);
        let source = ErrorSource::Pointer(child("", name));
        Self::invalid(StatusCode::CONFLICT, vec![Violation { source, detail }])
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Error> for HttpError {
    /// The conversion of errors that the document declares no response for.
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => (*rejection).into(),
            Error::Store(error) => error.into(),
            Error::Contention(_) => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}

impl From<Rejection> for HttpError {
    fn from(rejection: Rejection) -> Self {
        let Rejection { status, problem, etag } = rejection;
        HttpRejection::new(status, problem).with_text(ETAG, &etag.unwrap_or_default()).into()
    }
}
