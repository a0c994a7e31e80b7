//! Request bodies in memory.

use bytes::{Bytes, BytesMut};

use crate::memory_budget::{BudgetExhausted, Reservation};

/// A request body that is collected within a size and a memory budget.
#[derive(Debug)]
pub(super) struct BodyBuffer {
    limit: usize,
    reservation: Reservation,
    /// The body, as long as it has one part, which is not copied.
    only: Bytes,
    /// The parts in one piece: as slices of what has arrived on the connection, small parts would keep much more memory than they have.
    joined: BytesMut,
}

/// Why a body is not collected.
#[derive(Clone, Copy, Debug)]
pub(super) enum BufferError {
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// The memory budget is exhausted.
    Exhausted(BudgetExhausted),
}

impl BodyBuffer {
    pub(super) fn new(limit: usize, reservation: Reservation) -> Self {
        Self { limit, reservation, only: Bytes::new(), joined: BytesMut::new() }
    }

    /// Appends a part.
    ///
    /// # Errors
    /// When the body is too large, or the budget exhausted.
    pub(super) fn push(&mut self, part: Bytes) -> Result<(), BufferError> {
        let length = self.only.len() + self.joined.len();
        if length + part.len() > self.limit {
            return Err(BufferError::TooLarge(self.limit));
        }
        self.reservation.grow(part.len()).map_err(BufferError::Exhausted)?;
        if length == 0 {
            self.only = part;
            return Ok(());
        }
        self.joined.extend_from_slice(&std::mem::take(&mut self.only));
        self.joined.extend_from_slice(&part);
        Ok(())
    }

    /// The body, and its reservation.
    pub(super) fn finish(self) -> (Bytes, Reservation) {
        let bytes = if self.joined.is_empty() { self.only } else { self.joined.freeze() };
        (bytes, self.reservation)
    }
}
