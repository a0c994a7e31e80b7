//! Why a request failed: one error for extractors, operations and storage, with one conversion to a response.

use dropspec_schema::SchemaError;
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::body::{Body, BoxError};
use crate::memory_budget::BudgetExhausted;
use crate::problem::Problem;
use crate::upstream_error::UpstreamError;

/// When a client may retry after the memory budget was exhausted, in seconds.
const RETRY_AFTER_EXHAUSTED: &str = "1";

/// Why a request failed. The client receives problem details; causes are only logged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input violates the document. The violations are in the [`RequestScope`](crate::RequestScope). Responds with 400.
    #[error("the request is invalid")]
    Invalid,
    /// The request is rejected for another reason that the client can act upon.
    #[error("the request is rejected: {0}")]
    Rejection(Box<Rejection>),
    /// The operation is not implemented. Responds with 501, or with an example of the document ([`crate::ServiceConfig::mocks`]).
    #[error("the operation is not implemented")]
    NotImplemented,
    /// Something that the service depends on is unavailable for now. Responds with 503.
    #[error(transparent)]
    Unavailable(BoxError),
    /// The time of the request is over, and nothing was done. Responds with 503.
    #[error("request timed out")]
    TimedOut,
    /// A write was sent, and it is not known whether it was performed. Responds with 504.
    #[error("the outcome of a write is unknown")]
    UnknownOutcome(#[source] BoxError),
    /// Something that the service depends on is in a state that passes, such as a full disk. Responds with its status and `Retry-After`.
    #[error(transparent)]
    Transient(Box<Transient>),
    /// A service that the operation called failed. Responds with 502 or 504.
    #[error(transparent)]
    Upstream(Box<UpstreamError>),
    /// Anything else. Responds with 500.
    #[error(transparent)]
    Internal(BoxError),
}

/// The response to a request that is rejected: a status, problem details and headers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status}{}", .problem.detail.as_deref().map(|detail| format!(", {detail}")).unwrap_or_default())]
pub struct Rejection {
    /// The status.
    pub status: StatusCode,
    /// The problem details.
    pub problem: Problem,
    /// The headers of the response.
    pub headers: HeaderMap,
}

/// A state of something that the service depends on, because of which a request failed, and which passes.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Transient {
    /// The status of the response: 503 or 507.
    pub status: StatusCode,
    /// What the client is told.
    pub detail: String,
    /// The cause, which is only logged.
    #[source]
    pub cause: BoxError,
}

impl Error {
    /// Rejects a request with a status and problem details.
    #[must_use]
    pub fn rejection(status: StatusCode, problem: Problem) -> Self {
        Rejection::new(status, problem).into()
    }

    /// An error after which the client may retry.
    pub fn unavailable(cause: impl Into<BoxError>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// An unexpected error. The cause is logged; the client sees none of it.
    pub fn internal(cause: impl Into<BoxError>) -> Self {
        Self::Internal(cause.into())
    }

    /// The error and its sources, in one line, for the log.
    #[must_use]
    pub fn chain(&self) -> String {
        chain(self)
    }
}

/// An error and its sources, in one line. A source whose text the error before it ends with is left out: many errors repeat their source.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !line.ends_with(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        source = cause.source();
    }
    line
}

impl Rejection {
    /// A rejection without headers.
    #[must_use]
    pub fn new(status: StatusCode, problem: Problem) -> Self {
        Self { status, problem, headers: HeaderMap::new() }
    }

    /// Adds a header, unless its value is empty or not allowed in a header.
    #[must_use]
    pub fn with_text(mut self, name: HeaderName, text: &str) -> Self {
        if let (Ok(value), false) = (HeaderValue::from_str(text), text.is_empty()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The response of middleware that ends the current request itself, as [`Problem::into_response`].
    pub(crate) fn into_response(self) -> http::Response<Body> {
        let mut response = self.problem.into_response(self.status);
        response.headers_mut().extend(self.headers);
        response
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejection(Box::new(rejection))
    }
}

impl From<BudgetExhausted> for Rejection {
    fn from(error: BudgetExhausted) -> Self {
        let problem = Problem::new(error.to_string());
        Self::new(StatusCode::SERVICE_UNAVAILABLE, problem).with_text(RETRY_AFTER, RETRY_AFTER_EXHAUSTED)
    }
}

impl From<BudgetExhausted> for Error {
    fn from(error: BudgetExhausted) -> Self {
        Rejection::from(error).into()
    }
}

impl From<Transient> for Error {
    fn from(transient: Transient) -> Self {
        Self::Transient(Box::new(transient))
    }
}

impl From<UpstreamError> for Error {
    fn from(error: UpstreamError) -> Self {
        Self::Upstream(Box::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}

impl From<http::Error> for Error {
    fn from(cause: http::Error) -> Self {
        Self::internal(cause)
    }
}

impl From<SchemaError> for Error {
    fn from(cause: SchemaError) -> Self {
        Self::internal(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_names_each_cause_once() {
        let cause = std::io::Error::other("disk full");
        assert_eq!(Error::internal(cause).chain(), "disk full");
        let number = serde_json::from_str::<u8>("x").unwrap_err();
        assert_eq!(Error::unavailable(number).chain(), "expected value at line 1 column 1");
        let outer = Transient {
            status: StatusCode::SERVICE_UNAVAILABLE,
            detail: "cannot connect: refused".to_owned(),
            cause: std::io::Error::other("refused").into(),
        };
        assert_eq!(chain(&outer), "cannot connect: refused");
    }

    #[test]
    fn a_rejection_says_its_status_and_detail() {
        let error = Error::rejection(StatusCode::CONFLICT, Problem::new("the key is taken"));
        assert_eq!(error.to_string(), "the request is rejected: 409 Conflict, the key is taken");
    }
}
