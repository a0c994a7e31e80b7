//! When the keys of an issuer are fetched again.

use std::time::Duration;

/// When the keys at a URL are fetched again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshPolicy {
    /// The age at which keys are fetched again, in the background, while the old ones are still used.
    pub refresh_after: Duration,
    /// The age at which keys are no longer used, if fetching fails.
    pub discard_after: Duration,
    /// The minimum time between two attempts, whatever their reason: age, or a token with an unknown key.
    pub min_interval: Duration,
}

impl Default for RefreshPolicy {
    /// Ten minutes; a day; 30 seconds.
    fn default() -> Self {
        Self {
            refresh_after: Duration::from_secs(600),
            discard_after: Duration::from_secs(24 * 3600),
            min_interval: Duration::from_secs(30),
        }
    }
}
