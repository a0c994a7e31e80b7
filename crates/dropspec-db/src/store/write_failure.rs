//! The state of a database that made the last write fail.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::condition::Condition;
use super::error::{StoreError, WriteError};

/// How long a failure counts without another one. A service that reports that it is not ready receives no writes, and would not notice that
/// the condition has passed.
const TTL: Duration = Duration::from_secs(10);

/// The condition that made the last write fail, until a write succeeds. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteFailure(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Whether `last` is set, so that a write that succeeds takes no lock. It changes under the lock.
    is_set: AtomicBool,
    last: Mutex<Option<(Condition, Instant)>>,
}

impl WriteFailure {
    /// Records whether a write succeeded.
    pub(super) fn record<T, E: WriteError>(&self, outcome: &Result<T, E>) {
        match outcome {
            Ok(_) => self.clear(),
            Err(error) => {
                if let Some(condition) = error.store_error().and_then(StoreError::condition) {
                    self.set(condition);
                }
            }
        }
    }

    /// Records a write that succeeded.
    fn clear(&self) {
        if self.0.is_set.load(Ordering::Relaxed) {
            let mut last = self.last();
            *last = None;
            self.0.is_set.store(false, Ordering::Relaxed);
        }
    }

    /// Records a write that failed, if the condition concerns other writes as well.
    fn set(&self, condition: Condition) {
        if condition.is_of_database() {
            let mut last = self.last();
            *last = Some((condition, Instant::now()));
            self.0.is_set.store(true, Ordering::Relaxed);
        }
    }

    /// The condition that made the last write fail.
    pub(super) fn get(&self) -> Option<Condition> {
        self.last().filter(|(_, failed)| failed.elapsed() < TTL).map(|(condition, _)| condition)
    }

    fn last(&self) -> MutexGuard<'_, Option<(Condition, Instant)>> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_counts_until_a_write_succeeds() {
        let failure = WriteFailure::default();
        assert_eq!(failure.get(), None);
        failure.set(Condition::DiskFull);
        // Of one statement only.
        failure.set(Condition::Conflict);
        assert_eq!(failure.get(), Some(Condition::DiskFull));
        failure.clear();
        assert_eq!(failure.get(), None);
    }
}
