//! Errors of uploads.

use std::time::Duration;

use http::StatusCode;
use http::header::CONNECTION;

use crate::error::{Error, Rejection};
use crate::memory_budget::BudgetExhausted;
use crate::problem::Problem;

/// Why an [`Upload`](super::Upload) ends early.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is more than this many bytes.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// Fewer than this many bytes arrive per second.
    #[error("the body arrives too slowly: less than {0} bytes per second")]
    TooSlow(u64),
    /// The body has not arrived within this time.
    #[error("the body did not arrive within {0:?}")]
    TimedOut(Duration),
    /// There is no memory for it.
    #[error(transparent)]
    Exhausted(#[from] BudgetExhausted),
    /// The connection has failed.
    #[error("the body could not be read: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::Exhausted(error) => return error.into(),
            UploadError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            UploadError::TooSlow(_) | UploadError::TimedOut(_) => StatusCode::REQUEST_TIMEOUT,
            UploadError::Broken(_) => StatusCode::BAD_REQUEST,
        };
        let rejection = Rejection::new(status, Problem::new(error.to_string()));
        // The rest of a late body is not awaited.
        let connection = if status == StatusCode::REQUEST_TIMEOUT { "close" } else { "" };
        rejection.with_text(CONNECTION, connection).into()
    }
}
