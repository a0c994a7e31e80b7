//! Connections to the databases, and migrations.
//!
//! PostgreSQL is reached through diesel-async, without libpq; SQLite through synchronous diesel on threads of its own.

mod address;
mod connector;
pub(crate) mod copy;
mod database;
mod migrations;
mod parts;
mod pool;
pub mod postgres;
mod shared;
pub mod sqlite;

pub use address::{Address, AddressError};
pub use database::{Database, Migrations, Use};
pub use migrations::{MigrationState, versions};
pub use parts::Parts;
pub use pool::PoolConfig;
pub use shared::Driven;

use crate::fault::Fault;
use crate::table::binary::Malformed;

type Cause = Box<dyn std::error::Error + Send + Sync>;

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

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error.into()),
            StoreError::Address(_) | StoreError::Query(_) | StoreError::Migration(_) => Self::Internal(error.into()),
        }
    }
}
