//! Totals of the imports of this process, for metrics.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{ImportError, ImportReport};

static TOTALS: Counters = Counters::new();

/// The number of imports and their rows since the start of the process, whichever way they came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportTotals {
    /// Imports that were stored.
    pub stored: u64,
    /// Imports that were rejected because of their content.
    pub rejected: u64,
    /// Imports that failed.
    pub failed: u64,
    /// Rows that were stored.
    pub rows_stored: u64,
    /// Rows among them that existed before.
    pub rows_updated: u64,
    /// Rows that were invalid.
    pub rows_rejected: u64,
}

/// The totals of this process.
#[must_use]
pub fn import_totals() -> ImportTotals {
    let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    ImportTotals {
        stored: get(&TOTALS.stored),
        rejected: get(&TOTALS.rejected),
        failed: get(&TOTALS.failed),
        rows_stored: get(&TOTALS.rows_stored),
        rows_updated: get(&TOTALS.rows_updated),
        rows_rejected: get(&TOTALS.rows_rejected),
    }
}

#[derive(Debug)]
struct Counters {
    stored: AtomicU64,
    rejected: AtomicU64,
    failed: AtomicU64,
    rows_stored: AtomicU64,
    rows_updated: AtomicU64,
    rows_rejected: AtomicU64,
}

impl Counters {
    const fn new() -> Self {
        Self {
            stored: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            rows_stored: AtomicU64::new(0),
            rows_updated: AtomicU64::new(0),
            rows_rejected: AtomicU64::new(0),
        }
    }
}

/// Counts a finished import.
pub(super) fn count(outcome: &Result<ImportReport, ImportError>) {
    let add = |counter: &AtomicU64, count| counter.fetch_add(count, Ordering::Relaxed);
    match outcome {
        Ok(report) => {
            add(&TOTALS.stored, 1);
            add(&TOTALS.rows_stored, report.stored);
            add(&TOTALS.rows_updated, report.updated);
            add(&TOTALS.rows_rejected, report.rejected);
        }
        Err(ImportError::Store(_) | ImportError::Validation(_) | ImportError::Rejected(_) | ImportError::Read(_)) => {
            add(&TOTALS.failed, 1);
        }
        Err(error) => {
            add(&TOTALS.rejected, 1);
            if let ImportError::Rows(rows, _) = error {
                add(&TOTALS.rows_rejected, rows.len() as u64);
            }
        }
    }
}
