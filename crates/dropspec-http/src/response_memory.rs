//! The memory of responses.

use http::Response;
use http_body::Body as _;

use crate::body::Body;
use crate::memory_budget::{BudgetExhausted, FREE, MemoryBudget};

/// What a streamed response counts as, in bytes: what is encoded and not yet sent.
const STREAM_SIZE: usize = 512 * 1024;

/// A response with a reservation of its memory, which it holds until it is sent. The response to a change must not be rejected, because
/// the change is done.
pub(crate) fn reserved(
    response: Response<Body>,
    budget: &MemoryBudget,
    may_reject: bool,
) -> Result<Response<Body>, BudgetExhausted> {
    let size = match response.body().size_hint().exact() {
        Some(size) if size <= FREE as u64 => return Ok(response),
        Some(size) => usize::try_from(size).unwrap_or(usize::MAX),
        None => STREAM_SIZE,
    };
    let mut reservation = budget.reservation();
    if may_reject {
        reservation.grow(size)?;
    } else {
        reservation.force(size);
    }
    Ok(response.map(|body| body.reserving(reservation)))
}
