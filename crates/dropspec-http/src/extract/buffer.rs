//! Request bodies in memory.

use bytes::{Bytes, BytesMut};

use crate::memory_budget::{BudgetExhausted, Reservation};

/// The size from which on memory for the whole body is allocated if its length is declared, and otherwise four times the memory so far. Up to
/// it the buffer doubles, so that a client that only declares a length costs nothing; from it on, doubling would take twice the memory of
/// the body.
const DOUBLED: usize = 1024 * 1024;

/// A request body that is collected within a size and a memory budget.
#[derive(Debug)]
pub(super) struct BodyBuffer {
    limit: usize,
    /// The declared length, if there is one.
    declared: Option<u64>,
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
    pub(super) fn new(limit: usize, declared: Option<u64>, reservation: Reservation) -> Self {
        Self { limit, declared, reservation, only: Bytes::new(), joined: BytesMut::new() }
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
        let only = std::mem::take(&mut self.only);
        self.joined.reserve(self.allocation(length + part.len()) - self.joined.len());
        self.joined.extend_from_slice(&only);
        self.joined.extend_from_slice(&part);
        Ok(())
    }

    /// The length to allocate memory for when the body has grown to a length.
    fn allocation(&self, length: usize) -> usize {
        if length <= DOUBLED.max(self.joined.capacity()) {
            return length;
        }
        let declared = self.declared.and_then(|declared| usize::try_from(declared).ok());
        declared.unwrap_or(4 * self.joined.capacity()).clamp(length, self.limit)
    }

    /// The body, and its reservation.
    pub(super) fn finish(self) -> (Bytes, Reservation) {
        let bytes = if self.joined.is_empty() { self.only } else { self.joined.freeze() };
        (bytes, self.reservation)
    }
}
