//! The numbers of calls, for the metrics of the process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Response;

use crate::transport::TransportFailure;

/// The counters of all upstreams of the process. Upstreams of the same name share one.
static ALL: Mutex<Vec<(&'static str, Arc<Counters>)>> = Mutex::new(Vec::new());

/// The counters of an upstream.
#[derive(Debug, Default)]
pub(super) struct Counters {
    calls: AtomicU64,
    failures: AtomicU64,
    retries: AtomicU64,
}

/// How often an upstream was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallTotals {
    /// The name of the upstream.
    pub upstream: &'static str,
    /// Calls that have ended.
    pub calls: u64,
    /// Those without a complete response, or with one whose status is 5xx.
    pub failures: u64,
    /// Repetitions, which are not counted as calls.
    pub retries: u64,
}

/// How often each upstream was called by this process.
#[must_use]
pub fn call_totals() -> Vec<CallTotals> {
    let all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    all.iter()
        .map(|(upstream, counters)| CallTotals {
            upstream,
            calls: count(&counters.calls),
            failures: count(&counters.failures),
            retries: count(&counters.retries),
        })
        .collect()
}

impl Counters {
    /// The counters of the upstream with a name.
    pub(super) fn of(name: &'static str) -> Arc<Self> {
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, counters)) = all.iter().find(|(other, _)| *other == name) {
            return Arc::clone(counters);
        }
        let counters = Arc::<Self>::default();
        all.push((name, Arc::clone(&counters)));
        counters
    }

    /// Counts a call that has ended.
    pub(super) fn add_call(&self, outcome: &Result<Response, TransportFailure>) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if outcome.as_ref().map_or(true, |response| response.status().is_server_error()) {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a repetition.
    pub(super) fn add_retry(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }
}
