//! Repeating transactions of PostgreSQL that others were in conflict with: deadlocks and serialization failures.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use dropspec_http::cancelled;
use tokio::time::timeout;

use super::condition::Condition;
use super::error::{StoreError, WriteError};

/// How often a transaction is repeated. Of those in conflict one succeeds each time, so that it takes more attempts the more there are.
const MAX_RETRIES: u32 = 25;

/// The first pause is shorter than this, and each further one may be twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(4);

/// The limit of all pauses.
const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// The retries of a transaction.
#[derive(Debug, Default)]
pub struct ConflictRetries {
    count: u32,
}

impl ConflictRetries {
    /// The result of an attempt; `None`, after a pause, if there is to be another one.
    ///
    /// # Errors
    /// As [`ConflictRetries::wait_after`].
    pub async fn check<T, E: WriteError>(&mut self, result: Result<T, E>) -> Result<Option<T>, E> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.wait_after(error).await.map(|()| None),
        }
    }

    /// Waits before the next attempt, after an error with which the server has rolled back the transaction because of others.
    ///
    /// # Errors
    /// The error itself if it is another one or there were enough attempts, and [`StoreError::TimedOut`] when the request is cancelled.
    pub async fn wait_after<E: WriteError>(&mut self, error: E) -> Result<(), E> {
        let is_conflict = error.store_error().and_then(StoreError::condition) == Some(Condition::Conflict);
        if !is_conflict || self.count >= MAX_RETRIES {
            return Err(error);
        }
        self.count += 1;
        // Boxed, because it is rare: the future of each request would contain the timer.
        let waited = Box::pin(timeout(pause(self.count), cancelled())).await;
        if waited.is_ok() { Err(StoreError::TimedOut.into()) } else { Ok(()) }
    }
}

/// A random pause, so that those in conflict do not meet again.
fn pause(retry: u32) -> Duration {
    let longest = FIRST_PAUSE.saturating_mul(1 << retry.min(10)).min(LONGEST_PAUSE);
    let random = RandomState::new().hash_one(retry).to_le_bytes()[0];
    longest * u32::from(random) / u32::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit() {
        assert!((0..100).all(|_| pause(1) <= 2 * FIRST_PAUSE));
        assert!((0..100).all(|_| pause(MAX_RETRIES) <= LONGEST_PAUSE));
        assert!((0..100).any(|_| pause(MAX_RETRIES) > 4 * FIRST_PAUSE));
    }

    #[tokio::test]
    async fn only_conflicts_are_repeated() {
        let conflict = || StoreError::Condition(Condition::Conflict, "deadlock detected".into());
        let mut retries = ConflictRetries::default();
        assert!(retries.wait_after(conflict()).await.is_ok());
        let unknown = StoreError::UnknownOutcome(conflict().into());
        assert!(retries.wait_after(unknown).await.is_err());
        let locked = StoreError::Condition(Condition::LockTimeout, "lock timeout".into());
        assert!(retries.wait_after(locked).await.is_err());
    }
}
