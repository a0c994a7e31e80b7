//! How long an operation may take until its answer begins.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::gate::{late, stalled};
use super::incoming::Progress;
use crate::reply::Reply;

/// Awaits the work. When it takes too long it is dropped; but not while the operation reads its body as it comes, for then it takes
/// as long as the client does, whose pauses are limited by themselves.
///
/// The timer is made with the work and only set when the work has to wait for something.
///
/// # Errors
/// The answer to the client in place of what the work gives: 503 when that took too long, 408 when it was for the body.
pub(crate) async fn in_time<T>(
    limit: Duration,
    body: Option<Arc<Progress>>,
    work: impl Future<Output = T>,
) -> Result<T, Reply> {
    let mut work = pin!(work);
    let body = body.as_deref();
    let outcome = match timeout(limit, work.as_mut()).await {
        Ok(outcome) => outcome,
        Err(_) if body.is_some_and(Progress::is_uploaded) => work.await,
        Err(_) if body.is_some_and(Progress::is_awaited) => return Err(stalled()),
        Err(_) => return Err(late()),
    };
    // Whatever the operation makes of a body that has broken off.
    if body.is_some_and(Progress::has_stalled) { Err(stalled()) } else { Ok(outcome) }
}
