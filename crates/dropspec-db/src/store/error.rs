//! Errors of databases.

use dropspec_http::Error as HttpError;

use diesel::result::{DatabaseErrorKind, Error};
use tokio_postgres::error::SqlState;

use crate::column_type::Malformed;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a text is not the address of a database, in words that go on after what the text is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is of another kind.
    #[error("must begin with postgres:// or sqlite://")]
    Scheme,
    /// `sqlite://` without a path.
    #[error("must name a file: sqlite://relative/path or sqlite:///absolute/path")]
    NoFile,
    /// The URL of a server cannot be read.
    #[error("is malformed: {0}")]
    Malformed(String),
}

/// What can go wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, for now or at all.
    #[error("cannot reach the database: {0}")]
    Unavailable(Cause),
    /// What should be its address is none.
    #[error("the address of the database {0}")]
    Address(#[from] AddressError),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Query(#[source] diesel::result::Error),
    /// A migration failed, or the state of the migrations could not be found out.
    #[error("cannot migrate the database: {0}")]
    Migration(Cause),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match error {
            Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
            | Error::BrokenTransactionManager => Self::Unavailable(error.into()),
            other => Self::Query(other),
        }
    }
}

impl From<Malformed> for StoreError {
    fn from(error: Malformed) -> Self {
        Self::Query(diesel::result::Error::DeserializationError(error.into()))
    }
}

impl StoreError {
    /// Whether a statement failed because a key was taken.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        matches!(self, Self::Query(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error.into()),
            StoreError::Address(_) | StoreError::Query(_) | StoreError::Migration(_) => Self::Internal(error.into()),
        }
    }
}

/// An error of the driver, as diesel would have it.
#[must_use]
pub fn driver_error(error: tokio_postgres::Error) -> StoreError {
    let kind = match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => DatabaseErrorKind::UniqueViolation,
        Some(_) => DatabaseErrorKind::Unknown,
        None => return StoreError::Unavailable(describe(&error).into()),
    };
    StoreError::Query(Error::DatabaseError(kind, Box::new(describe(&error))))
}

/// The error with its cause, which alone says what happened.
pub(super) fn describe(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
