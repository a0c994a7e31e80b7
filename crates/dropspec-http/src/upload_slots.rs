//! The limit on concurrent uploads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Limits concurrent uploads, which may take much longer than other requests. Clones share the limit.
#[derive(Clone, Debug)]
pub struct UploadSlots {
    limit: usize,
    in_use: Arc<AtomicUsize>,
}

/// The slot of an upload, which is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct UploadSlot(Arc<AtomicUsize>);

impl UploadSlots {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, in_use: Arc::default() }
    }

    /// The number of uploads in progress.
    #[must_use]
    pub fn in_use(&self) -> usize {
        self.in_use.load(Ordering::Relaxed)
    }

    /// Takes a slot, if one is free.
    pub(crate) fn acquire(&self) -> Option<UploadSlot> {
        // Made first, so that dropping it takes back the increment beyond the limit.
        let before = self.in_use.fetch_add(1, Ordering::Relaxed);
        let slot = UploadSlot(Arc::clone(&self.in_use));
        (before < self.limit).then_some(slot)
    }
}

impl Drop for UploadSlot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_free_again_when_it_is_dropped() {
        let slots = UploadSlots::new(2);
        let (first, second) = (slots.acquire(), slots.acquire());
        assert!(first.is_some() && second.is_some() && slots.acquire().is_none());
        assert_eq!(slots.in_use(), 2);
        drop(first);
        assert!(slots.acquire().is_some());
        drop(second);
        assert_eq!(slots.in_use(), 0);
    }
}
