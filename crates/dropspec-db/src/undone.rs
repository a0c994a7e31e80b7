//! Why an operation on a table has not been done.

use http::StatusCode;

use super::table::Table;
use crate::store::StoreError;
use dropspec_http::Error as HttpError;
use dropspec_http::Problem;
use dropspec_schema::{ErrorSource, Violation};

/// Why an operation on a table has not been done.
#[derive(Debug)]
pub enum Undone {
    /// The client gets to know why.
    Refused(Refused),
    /// The operation could not be tried.
    Fault(HttpError),
}

/// What the client gets instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The status.
    pub status: StatusCode,
    /// What is wrong.
    pub problem: Problem,
    /// The entity tag of the row as it is, where that is why.
    pub etag: Option<String>,
}

impl Refused {
    /// Refused for a reason that a sentence says.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, problem: Problem::new(detail), etag: None }
    }

    /// Refused for what is wrong at places of the input.
    #[must_use]
    pub fn invalid(status: StatusCode, violations: Vec<Violation>) -> Self {
        Self { status, problem: Problem::invalid(violations), etag: None }
    }

    /// 400, for a header that is not in the form of its RFC.
    #[must_use]
    pub fn header(name: &str, detail: &str) -> Self {
        let detail = dropspec_schema::with_place(detail, name);
        Self::invalid(
            StatusCode::BAD_REQUEST,
            vec![Violation { place: ErrorSource::Parameter(name.to_owned()), detail }],
        )
    }

    /// 404, for a row that is not there.
    #[must_use]
    pub fn missing(table: &Table, key: &impl std::fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {} {key}", table.noun()))
    }

    /// 409, for a key that is taken.
    #[must_use]
    pub fn taken(table: &Table, key: &impl std::fmt::Display) -> Self {
        Self::new(StatusCode::CONFLICT, format!("the {} {key} is taken", table.key().property))
    }

    /// 409, for a key that is not that of the path.
    #[must_use]
    pub fn other_key(table: &Table, key: &impl std::fmt::Display) -> Self {
        let name = table.key().property;
        let detail = dropspec_schema::with_place(&format!("the {name} must be that of the path, {key}"), name);
        let place = ErrorSource::Pointer(dropspec_schema::child("", name));
        Self::invalid(StatusCode::CONFLICT, vec![Violation { place, detail }])
    }
}

impl From<Refused> for HttpError {
    /// For an answer that the document does not describe.
    fn from(refused: Refused) -> Self {
        Self::internal(format!("the document does not describe the answer {}: {:?}", refused.status, refused.problem))
    }
}

impl From<Refused> for Undone {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<HttpError> for Undone {
    fn from(fault: HttpError) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<diesel::result::Error> for Undone {
    fn from(error: diesel::result::Error) -> Self {
        StoreError::from(error).into()
    }
}
