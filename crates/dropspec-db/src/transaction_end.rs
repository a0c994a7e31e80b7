//! The end of a transaction that is not committed.

use crate::error::{Error, Rejection};
use crate::store::{StoreError, WriteError};
use crate::write_rejection::ParentValues;

/// Why a transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransactionEnd<T> {
    /// It failed.
    #[error(transparent)]
    Failed(#[from] Error),
    /// A row has violated a constraint, if the error is about one.
    #[error("a statement about the row {} failed", .1.key)]
    Violated(#[source] StoreError, RejectedRow),
    /// It was a dry run, with this result.
    #[error("the transaction is a dry run")]
    DryRun(T),
}

/// The row whose statement failed.
#[derive(Debug)]
pub(crate) struct RejectedRow {
    /// Its key.
    pub(crate) key: String,
    /// The values that refer to other rows.
    pub(crate) parents: ParentValues,
}

impl<T> TransactionEnd<T> {
    /// The result of a transaction: to commit it, or to roll it back in a dry run.
    pub(crate) fn of(result: T, is_dry_run: bool) -> Result<T, Self> {
        if is_dry_run { Err(Self::DryRun(result)) } else { Ok(result) }
    }
}

impl<T: std::fmt::Debug + Send + Sync + 'static> WriteError for TransactionEnd<T> {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Failed(error) => error.store_error(),
            Self::Violated(error, _) => Some(error),
            Self::DryRun(_) => None,
        }
    }
}

impl<T> From<StoreError> for TransactionEnd<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl<T> From<diesel::result::Error> for TransactionEnd<T> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl<T> From<Rejection> for TransactionEnd<T> {
    fn from(rejection: Rejection) -> Self {
        Self::Failed(rejection.into())
    }
}
