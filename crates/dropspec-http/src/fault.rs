//! What an operation could not foresee: the cause goes to the log, the client learns the status.

use std::error::Error;

use dropspec_schema::SchemaError;

type Cause = Box<dyn Error + Send + Sync>;

/// Why an operation could not answer at all.
#[derive(Debug)]
pub enum Fault {
    /// Answered as 500.
    Internal(Cause),
    /// Something that the service needs cannot be reached for now. Answered as 503.
    Unavailable(Cause),
    /// The operation is still to be written. Answered as 501, or with an example of the document
    /// ([`crate::Limits::mocks`]).
    NotImplemented(Cause),
}

impl Fault {
    /// A fault that the client may try again after.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// The answer of an operation that is still to be written.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::NotImplemented("the operation is not implemented".into())
    }

    /// What went wrong, for the log.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync) {
        match self {
            Self::Internal(cause) | Self::Unavailable(cause) | Self::NotImplemented(cause) => cause.as_ref(),
        }
    }
}

impl From<String> for Fault {
    fn from(cause: String) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<&str> for Fault {
    fn from(cause: &str) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<serde_json::Error> for Fault {
    fn from(cause: serde_json::Error) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<http::Error> for Fault {
    fn from(cause: http::Error) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<SchemaError> for Fault {
    fn from(cause: SchemaError) -> Self {
        Self::Internal(cause.into())
    }
}
