//! Errors of databases.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};
use dropspec_http::{Error as HttpError, Problem, Rejection, Transient};
use http::StatusCode;
use tokio_postgres::error::{DbError, SqlState};

use super::condition::{Condition, SQLSTATE};
use super::encoding::EncodingError;
use super::tls::TlsError;
use crate::column_type::Malformed;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a text is not the URL of a database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// The scheme is unknown.
    #[error("must begin with postgres:// or sqlite://")]
    Scheme,
    /// `sqlite://` without a path.
    #[error("must name a file: sqlite://relative/path or sqlite:///absolute/path")]
    NoFile,
    /// `sqlite://` with options.
    #[error("has the options `{0}`, which a SQLite file cannot have; end it with the path of the file")]
    SqliteOptions(String),
    /// A SQLite database in memory.
    #[error("must name a file: a database in memory is gone with the command that opens it")]
    InMemory,
    /// The URL of a server is malformed.
    #[error("is malformed: {0}")]
    Malformed(String),
}

/// An error of a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database cannot be reached, for now or at all.
    #[error("cannot reach the database")]
    Unavailable(#[source] Cause),
    /// The time of the request is over. Nothing is stored.
    #[error("the request was cancelled")]
    TimedOut,
    /// The connection was lost during a write, which may be stored.
    #[error("lost the connection during a write")]
    UnknownOutcome(#[source] Cause),
    /// The database is in a state that passes.
    #[error("{0}")]
    Condition(Condition, #[source] Cause),
    /// The URL of the database is malformed.
    #[error("the URL of the database {0}")]
    Url(DatabaseUrlError),
    /// The files for TLS cannot be used.
    #[error("cannot use TLS to the database")]
    Tls(#[from] TlsError),
    /// The database is not in UTF-8.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// A statement failed.
    #[error("a statement failed")]
    Query(#[source] Error),
    /// A response would embed too many rows.
    #[error("too many rows to embed")]
    TooManyEmbedded,
    /// A migration failed, or the state of the migrations is unknown.
    #[error("cannot migrate the database")]
    Migration(#[source] Cause),
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        use DatabaseErrorKind as Kind;
        if let Some(condition) = Condition::of_statement(&error) {
            return Self::Condition(condition, error.into());
        }
        match error {
            Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
            | Error::BrokenTransactionManager => Self::Unavailable(error.into()),
            other => Self::Query(other),
        }
    }
}

impl From<DatabaseUrlError> for StoreError {
    fn from(error: DatabaseUrlError) -> Self {
        Self::Url(error)
    }
}

impl From<Malformed> for StoreError {
    fn from(error: Malformed) -> Self {
        Self::Query(Error::DeserializationError(error.into()))
    }
}

impl StoreError {
    /// Whether a statement failed because of a duplicate key.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Query(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }

    /// Whether a statement failed because of a constraint of a table.
    #[must_use]
    pub fn is_constraint_violation(&self) -> bool {
        self.violation().is_some()
    }

    /// Whether another statement failed because of the same constraint, perhaps with another row.
    #[must_use]
    pub fn is_same_violation(&self, other: &Self) -> bool {
        self.is_constraint_violation() && self.violation() == other.violation()
    }

    /// The message about a constraint, which has no values of the row.
    fn violation(&self) -> Option<&str> {
        use DatabaseErrorKind::{CheckViolation, ForeignKeyViolation, NotNullViolation, UniqueViolation};
        match self {
            Self::Query(Error::DatabaseError(
                CheckViolation | ForeignKeyViolation | NotNullViolation | UniqueViolation,
                information,
            )) => Some(information.message()),
            _ => None,
        }
    }

    /// The error of a statement that may have been performed although no response to it has arrived, such as a commit.
    #[must_use]
    pub fn with_unknown_outcome(self) -> Self {
        match self {
            Self::Unavailable(cause) => Self::UnknownOutcome(cause),
            error => error,
        }
    }

    /// The state of the database that is the reason, if it is one that passes.
    #[must_use]
    pub fn condition(&self) -> Option<Condition> {
        match self {
            Self::Condition(condition, _) => Some(*condition),
            Self::Unavailable(cause) => Condition::of_connection_error(&**cause),
            _ => None,
        }
    }
}

/// An error of work that writes.
pub trait WriteError: std::error::Error + From<StoreError> + Send + Sync + 'static {
    /// The error of the database, if it is one.
    fn store_error(&self) -> Option<&StoreError>;
}

impl WriteError for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        let condition = error.condition();
        let transient = |condition: Condition, cause| Transient {
            status: condition.status(),
            detail: condition.to_string(),
            cause,
        };
        match (error, condition) {
            (StoreError::Condition(condition, cause), _) => transient(condition, cause).into(),
            (error, Some(condition)) => transient(condition, error.into()).into(),
            (error @ StoreError::Unavailable(_), None) => Self::Unavailable(error.into()),
            (StoreError::TimedOut, None) => Self::TimedOut,
            (StoreError::TooManyEmbedded, None) => too_many_embedded(),
            (error @ StoreError::UnknownOutcome(_), None) => Self::UnknownOutcome(error.into()),
            (error, None) => Self::Internal(error.into()),
        }
    }
}

/// 400, for a response that would embed too many rows.
fn too_many_embedded() -> HttpError {
    let detail = "too many rows to embed: lower `limit`, or list them by themselves - 'expand'";
    Rejection::new(StatusCode::BAD_REQUEST, Problem::new(detail)).into()
}

/// An error of the driver, as diesel represents it.
#[must_use]
pub fn driver_error(error: tokio_postgres::Error) -> StoreError {
    let Some(server) = error.as_db_error() else { return StoreError::Unavailable(error.into()) };
    if let Some(condition) = Condition::of_sqlstate(server.code()) {
        return StoreError::Condition(condition, server.clone().into());
    }
    let kind = match server.code() {
        code if *code == SqlState::UNIQUE_VIOLATION => DatabaseErrorKind::UniqueViolation,
        code if *code == SqlState::FOREIGN_KEY_VIOLATION => DatabaseErrorKind::ForeignKeyViolation,
        code if *code == SqlState::NOT_NULL_VIOLATION => DatabaseErrorKind::NotNullViolation,
        code if *code == SqlState::CHECK_VIOLATION => DatabaseErrorKind::CheckViolation,
        _ => DatabaseErrorKind::Unknown,
    };
    StoreError::Query(Error::DatabaseError(kind, Box::new(ServerError(server.clone()))))
}

/// An error that PostgreSQL has sent, with the table, column and constraint that it names.
struct ServerError(DbError);

impl DatabaseErrorInformation for ServerError {
    fn message(&self) -> &str {
        self.0.message()
    }

    fn details(&self) -> Option<&str> {
        self.0.detail()
    }

    fn hint(&self) -> Option<&str> {
        self.0.hint()
    }

    fn table_name(&self) -> Option<&str> {
        self.0.table()
    }

    fn column_name(&self) -> Option<&str> {
        self.0.column()
    }

    fn constraint_name(&self) -> Option<&str> {
        self.0.constraint()
    }

    fn statement_position(&self) -> Option<i32> {
        None
    }
}

/// An error of connecting with its causes and its SQLSTATE: diesel keeps only a text of it, and the driver's own says little.
pub(super) fn describe(error: &tokio_postgres::Error) -> String {
    let code = error.code().map(|code| format!(" ({SQLSTATE}{})", code.code())).unwrap_or_default();
    format!("{}{code}", dropspec_http::chain(error))
}
