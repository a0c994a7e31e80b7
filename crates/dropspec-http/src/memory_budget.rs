//! The memory budget of buffered bodies.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

/// The size up to which a body does not count, in bytes. The number of requests limits the memory of small bodies, which must neither
/// fail because of large ones nor pay for the budget.
pub(crate) const FREE: usize = 16 * 1024;

/// Limits the memory of all request and response bodies that are buffered at the same time. Clones share the budget.
#[derive(Clone, Debug)]
pub struct MemoryBudget {
    limit: usize,
    used: Arc<AtomicUsize>,
}

/// The part of the budget that a body has reserved, until this is dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    budget: MemoryBudget,
    /// The size of the body so far.
    size: usize,
}

/// The budget is exhausted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the memory for request and response bodies is exhausted, try again later")]
pub struct BudgetExhausted;

impl MemoryBudget {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: Arc::default() }
    }

    /// The number of bytes that are reserved.
    #[must_use]
    pub fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// The reservation of a body, which grows with it.
    pub(crate) fn reservation(&self) -> Reservation {
        Reservation { budget: self.clone(), size: 0 }
    }
}

impl Reservation {
    /// Reserves memory for more bytes of the body. A body that is larger than the budget succeeds while it is the only one.
    ///
    /// # Errors
    /// When the budget is exhausted. Nothing more is reserved then.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), BudgetExhausted> {
        let more = self.excess(bytes);
        if more > 0 {
            let before = self.budget.used.fetch_add(more, Ordering::Relaxed);
            let is_alone = before <= self.reserved();
            if before + more > self.budget.limit && !is_alone {
                self.budget.used.fetch_sub(more, Ordering::Relaxed);
                return Err(BudgetExhausted);
            }
        }
        self.size += bytes;
        Ok(())
    }

    /// Reserves memory even if the budget is exhausted, for a body that must not be rejected.
    pub(crate) fn force(&mut self, bytes: usize) {
        let more = self.excess(bytes);
        self.size += bytes;
        if more > 0 {
            self.budget.used.fetch_add(more, Ordering::Relaxed);
        }
    }

    /// Bytes that hold the reservation until the last part of them is dropped.
    pub(crate) fn hold(self, bytes: Bytes) -> Bytes {
        if self.reserved() == 0 { bytes } else { Bytes::from_owner(ReservedBytes { bytes, _reservation: self }) }
    }

    /// The number of bytes that are reserved.
    fn reserved(&self) -> usize {
        self.size.saturating_sub(FREE)
    }

    /// How much of so many more bytes has to be reserved.
    fn excess(&self, bytes: usize) -> usize {
        (self.size + bytes).saturating_sub(FREE) - self.reserved()
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.reserved() > 0 {
            self.budget.used.fetch_sub(self.reserved(), Ordering::Relaxed);
        }
    }
}

/// Bytes with their reservation.
struct ReservedBytes {
    bytes: Bytes,
    _reservation: Reservation,
}

impl AsRef<[u8]> for ReservedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_reserves_what_it_has_beyond_the_free_size() {
        let budget = MemoryBudget::new(100);
        let mut first = budget.reservation();
        assert_eq!((first.grow(FREE), budget.used()), (Ok(()), 0));
        assert_eq!((first.grow(60), budget.used()), (Ok(()), 60));
        let mut second = budget.reservation();
        assert_eq!((second.grow(FREE + 50), budget.used()), (Err(BudgetExhausted), 60));
        assert_eq!((second.grow(FREE), budget.used()), (Ok(()), 60));
        assert_eq!((second.grow(40), budget.used()), (Ok(()), 100));
        second.force(7);
        assert_eq!(budget.used(), 107);
        drop(second);
        assert_eq!(budget.used(), 60);
        drop(first);
        assert_eq!(budget.used(), 0);
        let mut only = budget.reservation();
        assert_eq!((only.grow(FREE + 99), only.grow(99), budget.used()), (Ok(()), Ok(()), 198));
    }
}
