//! Why a call of another service failed.

use std::fmt;

use http::StatusCode;

use crate::body::BoxError;

/// Why a call of another service failed. The response names the service and the kind of failure; the cause is only logged.
#[derive(Debug, thiserror::Error)]
#[error("upstream {upstream} {failure}")]
pub struct UpstreamError {
    /// The name of the service.
    pub upstream: &'static str,
    /// The kind of failure.
    pub failure: UpstreamFailure,
    /// The cause.
    #[source]
    pub cause: BoxError,
}

/// How a call of another service failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamFailure {
    /// There is no connection, or it broke before the response was complete.
    Unreachable,
    /// The response was not complete in time.
    TimedOut,
    /// The response is an error.
    Status(StatusCode),
    /// The response is not as the document of the service describes it, or too large.
    InvalidResponse,
}

impl UpstreamFailure {
    /// The status of the response to the request that made the call: 504 if there was no response in time, else 502.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::Unreachable | Self::Status(_) | Self::InvalidResponse => StatusCode::BAD_GATEWAY,
        }
    }
}

/// Continues a sentence that begins with the name of the service.
impl fmt::Display for UpstreamFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("cannot be reached"),
            Self::TimedOut => f.write_str("did not respond in time"),
            Self::Status(status) => write!(f, "responded with {status}"),
            Self::InvalidResponse => f.write_str("sent an invalid response"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn errors_name_the_upstream_and_keep_the_cause() {
        let cause = std::io::Error::other("connection refused").into();
        let error = Error::from(UpstreamError { upstream: "stock", failure: UpstreamFailure::Unreachable, cause });
        assert_eq!(error.to_string(), "upstream stock cannot be reached");
        assert_eq!(error.chain(), "upstream stock cannot be reached: connection refused");
    }

    #[test]
    fn only_a_timeout_is_a_504() {
        assert_eq!(UpstreamFailure::TimedOut.status(), StatusCode::GATEWAY_TIMEOUT);
        let failure = UpstreamFailure::Status(StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(
            (failure.status(), failure.to_string()),
            (StatusCode::BAD_GATEWAY, "responded with 504 Gateway Timeout".to_owned())
        );
    }
}
