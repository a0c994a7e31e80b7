//! Which calls are repeated, and how many.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{Method, StatusCode};
use tower::retry::budget::{Budget as _, TpsBudget};

use crate::transport::TransportFailure;

/// The time that a budget is of.
const WINDOW: Duration = Duration::from_secs(10);

/// The retries per second that are allowed however few calls there are.
const MIN_PER_SECOND: u32 = 1;

/// The share of calls that may be repeated besides.
const RATIO: f32 = 0.1;

/// Limits retries to a tenth of the calls of the last ten seconds, and ten more.
#[derive(Debug)]
pub(super) struct RetryBudget(TpsBudget);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(TpsBudget::new(WINDOW, MIN_PER_SECOND, RATIO))
    }
}

impl RetryBudget {
    /// Counts a call.
    pub(super) fn deposit(&self) {
        self.0.deposit();
    }

    /// Whether a call may be repeated. Then this retry is counted.
    pub(super) fn withdraw(&self) -> bool {
        self.0.withdraw()
    }
}

/// Whether a call may be repeated, and whether that may help.
///
/// A request that was never sent may be repeated whatever its method, one that was sent only if it is idempotent (RFC 9110, section 9.2.2).
/// A call whose time is over is not repeated, and neither is one after which the upstream asks to wait, by `Retry-After`.
pub(super) fn is_repeatable(method: &Method, outcome: &Result<reqwest::Response, TransportFailure>) -> bool {
    match outcome {
        Err(TransportFailure::Connect(_)) => true,
        Err(TransportFailure::Broken(_)) => method.is_idempotent(),
        Err(_) => false,
        Ok(response) => {
            let is_transient = matches!(response.status(), StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE);
            is_transient && method.is_idempotent() && !response.headers().contains_key(RETRY_AFTER)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_that_was_never_sent_may_be_repeated_whatever_its_method() {
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let refused = reqwest::get(format!("http://{free}/")).await.map_err(TransportFailure::from);
        assert!(matches!(refused, Err(TransportFailure::Connect(_))), "{refused:?}");
        assert!(is_repeatable(&Method::POST, &refused));
        assert!(!is_repeatable(&Method::GET, &Err(TransportFailure::TimedOut)));
        assert!(!is_repeatable(&Method::GET, &Err(TransportFailure::TooLarge { limit: 1 })));
    }
}
