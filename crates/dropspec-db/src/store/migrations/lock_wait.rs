//! How long a migration waits for locks.

use std::time::Duration;

/// The first limit. While a statement waits for a lock of a table, later reads and writes of that table wait for it.
const FIRST_LIMIT: Duration = Duration::from_millis(300);

/// The last limit. It is longer than `deadlock_timeout`, after which the server ends an autovacuum that blocks a statement.
const LAST_LIMIT: Duration = Duration::from_secs(2);

/// The first pause, in which the reads and writes that have waited go on.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause.
const LAST_PAUSE: Duration = Duration::from_secs(5);

/// The number of attempts, which take about 10 minutes.
const MAX_ATTEMPTS: u32 = 90;

/// The attempts of a statement to get its locks.
#[derive(Debug, Default)]
pub(super) struct LockWait {
    attempts: u32,
}

impl LockWait {
    /// How long the next attempt may wait for a lock.
    pub(super) fn limit(&self) -> Duration {
        grown(FIRST_LIMIT, LAST_LIMIT, self.attempts)
    }

    /// The pause before the next attempt; `None` if there is none.
    pub(super) fn pause(&mut self) -> Option<Duration> {
        let pause = grown(FIRST_PAUSE, LAST_PAUSE, self.attempts);
        self.attempts += 1;
        (self.attempts < MAX_ATTEMPTS).then_some(pause)
    }

    /// The number of attempts that have failed.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }
}

fn grown(first: Duration, last: Duration, attempts: u32) -> Duration {
    first.saturating_mul(1 << attempts.min(10)).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_attempts_wait_longer() {
        let mut wait = LockWait::default();
        assert_eq!((wait.limit(), wait.pause()), (FIRST_LIMIT, Some(FIRST_PAUSE)));
        for _ in 2..MAX_ATTEMPTS - 1 {
            assert!(wait.pause().is_some());
        }
        assert_eq!((wait.limit(), wait.pause()), (LAST_LIMIT, Some(LAST_PAUSE)));
        assert_eq!((wait.attempts(), wait.pause()), (MAX_ATTEMPTS - 1, None));
    }
}
