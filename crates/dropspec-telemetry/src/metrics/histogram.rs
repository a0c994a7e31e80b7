//! Histograms of durations, without a lock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the buckets, in microseconds: a row takes less than a millisecond, an import may take seconds.
const BOUNDS: [u64; 14] = [
    500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
    10_000_000,
];

/// Durations in buckets. The histogram of prometheus-client takes a lock for each observation.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; BOUNDS.len() + 1],
    nanoseconds: AtomicU64,
}

/// The state of a histogram at one time.
#[derive(Debug, PartialEq)]
pub(super) struct Snapshot {
    pub(super) seconds: f64,
    pub(super) count: u64,
    /// Upper bounds in seconds, and the number of durations in the bucket.
    pub(super) buckets: Vec<(f64, u64)>,
}

impl Histogram {
    pub(super) fn observe(&self, duration: Duration) {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let bucket = BOUNDS.partition_point(|bound| bound * 1000 < nanoseconds);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    #[allow(clippy::cast_precision_loss, reason = "measured durations are not exact")]
    pub(super) fn snapshot(&self) -> Snapshot {
        let counts: Vec<u64> = self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).collect();
        let bounds = BOUNDS.iter().map(|bound| *bound as f64 / 1e6).chain([f64::INFINITY]);
        Snapshot {
            seconds: self.nanoseconds.load(Ordering::Relaxed) as f64 / 1e9,
            count: counts.iter().sum(),
            buckets: bounds.zip(counts).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_the_first_bucket_that_it_does_not_exceed() {
        let histogram = Histogram::default();
        for microseconds in [1, 500, 501, 2_500_000, 60_000_000] {
            histogram.observe(Duration::from_micros(microseconds));
        }
        let Snapshot { seconds, count, buckets } = histogram.snapshot();
        assert_eq!((count, buckets.len()), (5, 15));
        assert!((seconds - 62.501_002).abs() < 1e-9, "{seconds}");
        let filled: Vec<_> = buckets.into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(filled, [(0.0005, 2), (0.001, 1), (2.5, 1), (f64::INFINITY, 1)]);
    }
}
