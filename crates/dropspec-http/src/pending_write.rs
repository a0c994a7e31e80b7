//! Writes whose outcome matters when their request is cancelled.
//!
//! An operation that only reads is dropped when its time is over. A write that has been sent to a database may be performed all the same:
//! it is cancelled there, and the response waits for the outcome.

use std::sync::Arc;

use crate::scope::RequestScope;

/// Waits until the current request is cancelled because its time is over. It never ends outside of a request.
pub async fn cancelled() {
    match RequestScope::current() {
        Some(scope) => scope.cancellation().wait().await,
        None => std::future::pending().await,
    }
}

/// Cancels the current request, as when its time is over: statements are interrupted, and later ones fail. Outside of a request it has no
/// effect.
pub fn cancel_request() {
    if let Some(scope) = RequestScope::current() {
        scope.cancellation().request();
    }
}

/// Marks the current request as one that may be repeated whatever its outcome, because it has an idempotency key. Its clients are told
/// when to retry also if the outcome is unknown.
pub fn set_repeatable() {
    if let Some(scope) = RequestScope::current() {
        scope.cancellation().set_repeatable();
    }
}

/// A write whose outcome is not known yet. As long as one is pending, the request timeout waits for its outcome rather than to respond
/// that nothing was done.
#[derive(Debug)]
#[must_use = "the write stays pending until it is settled"]
pub struct PendingWrite(Option<Arc<RequestScope>>);

impl PendingWrite {
    /// Begins a write of the current request. Outside of a request it has no effect.
    pub fn begin() -> Self {
        let scope = RequestScope::current();
        if let Some(scope) = &scope {
            scope.cancellation().begin_write();
        }
        Self(scope)
    }

    /// Ends the write: its outcome is known. A write that is dropped instead stays pending.
    pub fn settle(self) {
        if let Some(scope) = self.0 {
            scope.cancellation().settle_write();
        }
    }
}
