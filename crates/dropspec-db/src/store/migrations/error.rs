//! Errors of migrations of PostgreSQL.

use tokio_postgres::error::{DbError, SqlState};

use super::blocker::Blocker;

/// Why a migration is not applied.
#[derive(Debug, thiserror::Error)]
pub(super) enum MigrationError {
    /// A statement failed. What ran before in a transaction of its own is kept.
    #[error("{what} failed")]
    Statement {
        what: String,
        #[source]
        cause: DatabaseError,
    },
    /// A statement failed because the server has no such extension, or the role may not create it.
    #[error(
        "{what} cannot create an extension; an administrator of the server has to install it (it is in the package \
         postgresql-contrib) and to run the CREATE EXTENSION of its up.sql in this database; then run `migrate` again"
    )]
    Extension {
        what: String,
        #[source]
        cause: DatabaseError,
    },
    /// Other transactions have locked the table for too long.
    #[error("{what} got no lock in {attempts} attempts; last held by {}; run `migrate` again", list(blockers))]
    Locked {
        what: String,
        attempts: u32,
        blockers: Vec<Blocker>,
        #[source]
        cause: DatabaseError,
    },
    /// The statements of a migration that have run are others than those of the script.
    #[error("{0} has run in part, and has fewer statements now; restore its up.sql and run `migrate` again")]
    Changed(String),
}

/// An error of the server, with its code, or of the connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum DatabaseError {
    #[error(transparent)]
    Server(Box<DbError>),
    #[error(transparent)]
    Connection(tokio_postgres::Error),
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            // Its text has the message, which that of the driver has not.
            Some(server) => Self::Server(Box::new(server.clone())),
            None => Self::Connection(error),
        }
    }
}

impl DatabaseError {
    /// Whether the server could not create an extension.
    pub(super) fn is_about_extension(&self) -> bool {
        matches!(self, Self::Server(error) if error.file() == Some("extension.c"))
    }

    /// Whether the statement can succeed when other transactions have ended.
    pub(super) fn is_lock_conflict(&self) -> bool {
        const CONFLICTS: [SqlState; 3] =
            [SqlState::LOCK_NOT_AVAILABLE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::T_R_SERIALIZATION_FAILURE];
        matches!(self, Self::Server(error) if CONFLICTS.contains(error.code()))
    }
}

fn list(blockers: &[Blocker]) -> String {
    if blockers.is_empty() {
        return "transactions that have ended".to_owned();
    }
    blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
