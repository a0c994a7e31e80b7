//! The responses to requests whose time is over.

use http::StatusCode;
use http::header::RETRY_AFTER;

use crate::error::Rejection;
use crate::problem::Problem;
use crate::scope::RequestScope;

/// When to retry a request whose time was over, in seconds.
const RETRY_AFTER_TIMEOUT: &str = "1";

/// 503, for a request of which nothing was done.
pub(crate) fn timed_out() -> Rejection {
    let problem = Problem::new("request timed out");
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, problem).with_text(RETRY_AFTER, RETRY_AFTER_TIMEOUT)
}

/// 504, for a write that may have been performed. `Retry-After` is sent only if it may be repeated whatever its outcome.
pub(crate) fn unknown_outcome(scope: &RequestScope) -> Rejection {
    let rejection = Rejection::new(StatusCode::GATEWAY_TIMEOUT, Problem::unknown_outcome());
    if scope.cancellation().is_repeatable() { rejection.with_text(RETRY_AFTER, RETRY_AFTER_TIMEOUT) } else { rejection }
}
