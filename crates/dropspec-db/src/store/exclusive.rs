//! Connections to PostgreSQL for one task alone, on which writes may wait for locks.

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::Object;
use dropspec_http::PendingWrite;

use super::cancel::Canceller;
use super::error::{StoreError, WriteError};

/// A connection of the pool. If it is dropped while a statement runs, the statement is cancelled and the connection is closed instead of
/// returned to the pool.
pub(super) struct ExclusiveConnection {
    /// `None` only when dropped.
    object: Option<Object<AsyncPgConnection>>,
    canceller: Canceller,
    is_busy: bool,
}

impl ExclusiveConnection {
    pub(super) fn new(object: Object<AsyncPgConnection>, canceller: Canceller) -> Self {
        Self { object: Some(object), canceller, is_busy: false }
    }

    /// Runs work that writes. When `cancelled` ends, its statements are cancelled; the error says whether the outcome is known.
    pub(super) async fn write<T, E: WriteError>(
        &mut self,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
        cancelled: impl Future<Output = ()>,
    ) -> Result<T, E> {
        let Some(object) = self.object.as_mut() else { return Err(closed().into()) };
        let pending = PendingWrite::begin();
        self.is_busy = true;
        let (result, is_cancelled) = self.canceller.run(work(object), cancelled).await;
        // A request to cancel may arrive late, and must not hit a statement of another request: the connection is not used again.
        self.is_busy = is_cancelled;
        pending.settle();
        result.map_err(|error| match error.store_error() {
            Some(StoreError::Unavailable(_)) => StoreError::UnknownOutcome(Box::new(error)).into(),
            _ if is_cancelled => StoreError::TimedOut.into(),
            _ => error,
        })
    }
}

impl Drop for ExclusiveConnection {
    fn drop(&mut self) {
        let Some(object) = self.object.take().filter(|_| self.is_busy) else { return };
        self.canceller.clone().cancel_in_background(Object::take(object));
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the connection is closed".into())
}
