//! Whether a server is shutting down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a shutdown has been requested. Clones share the state.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShutdownState(Arc<AtomicBool>);

impl ShutdownState {
    /// Why a server that is shutting down is not ready.
    pub(crate) const REASON: &str = "shutting down";

    pub(crate) fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
