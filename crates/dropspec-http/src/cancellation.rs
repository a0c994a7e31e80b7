//! The state of a request that can be cancelled.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// The longest wait for the outcome of writes that have been cancelled.
pub(crate) const CANCEL_TIMEOUT: Duration = Duration::from_secs(1);

/// Whether a request is cancelled, and its pending writes.
#[derive(Debug, Default)]
pub(crate) struct Cancellation {
    is_requested: AtomicBool,
    requested: Notify,
    /// The number of writes that have begun and whose outcome is not known.
    pending: AtomicUsize,
    is_repeatable: AtomicBool,
}

impl Cancellation {
    /// Cancels the request: database statements are interrupted, and later ones fail.
    pub(crate) fn request(&self) {
        self.is_requested.store(true, Ordering::Release);
        self.requested.notify_waiters();
    }

    pub(crate) fn has_pending_writes(&self) -> bool {
        self.pending.load(Ordering::Acquire) > 0
    }

    /// Whether the request may be repeated whatever its outcome.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.is_repeatable.load(Ordering::Relaxed)
    }

    pub(crate) fn set_repeatable(&self) {
        self.is_repeatable.store(true, Ordering::Relaxed);
    }

    pub(crate) fn begin_write(&self) {
        self.pending.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn settle_write(&self) {
        self.pending.fetch_sub(1, Ordering::AcqRel);
    }

    pub(crate) async fn wait(&self) {
        // Created before the flag is read, so that no notification is missed.
        let requested = self.requested.notified();
        if !self.is_requested.load(Ordering::Acquire) {
            requested.await;
        }
    }
}
