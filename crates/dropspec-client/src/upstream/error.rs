//! The conversion of errors of calls into the error of the engine.

use std::fmt;

use dropspec_http::{UpstreamError, UpstreamFailure};

use crate::error::Error;
use crate::transport::TransportFailure;

/// A request that cannot be written is an internal error; all others are those of the upstream. An error response is one even if the document
/// of the upstream describes it: an operation that can do something about it matches on [`Error::Response`].
impl<E: fmt::Debug + Send + Sync + 'static> From<Error<E>> for dropspec_http::Error {
    fn from(error: Error<E>) -> Self {
        let failure = match &error {
            Error::Request(_) => return Self::internal(error),
            Error::Transport(error) => (&error.failure).into(),
            Error::Response(response) => UpstreamFailure::Status(response.status),
            Error::Unexpected { status, .. } if status.is_client_error() || status.is_server_error() => {
                UpstreamFailure::Status(*status)
            }
            Error::Unexpected { .. } | Error::InvalidBody { .. } | Error::InvalidHeader { .. } => {
                UpstreamFailure::InvalidResponse
            }
        };
        let upstream = error.service().unwrap_or_default();
        UpstreamError { upstream, failure, cause: error.into() }.into()
    }
}

impl From<&TransportFailure> for UpstreamFailure {
    fn from(failure: &TransportFailure) -> Self {
        match failure {
            TransportFailure::Request(_) | TransportFailure::Connect(_) | TransportFailure::Broken(_) => {
                Self::Unreachable
            }
            TransportFailure::TimedOut => Self::TimedOut,
            TransportFailure::TooLarge { .. } => Self::InvalidResponse,
        }
    }
}
