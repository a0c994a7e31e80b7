//! Imports of this process, by whatever way they came.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

use crate::import::{ImportError, Report};

/// Those that this process has done.
pub(super) static IMPORTS: Imports = Imports::new();

/// How many imports there were, and what became of their rows.
#[derive(Debug)]
pub(super) struct Imports {
    stored: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    rows_stored: AtomicU64,
    rows_updated: AtomicU64,
    rows_rejected: AtomicU64,
}

/// Counts an import that has come to its end.
pub(crate) fn count(outcome: &Result<Report, ImportError>) {
    IMPORTS.count(outcome);
}

impl Imports {
    const fn new() -> Self {
        Self {
            stored: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            rows_stored: AtomicU64::new(0),
            rows_updated: AtomicU64::new(0),
            rows_rejected: AtomicU64::new(0),
        }
    }

    fn count(&self, outcome: &Result<Report, ImportError>) {
        let add = |counter: &AtomicU64, count| counter.fetch_add(count, Ordering::Relaxed);
        match outcome {
            Ok(report) => {
                add(&self.stored, 1);
                add(&self.rows_stored, report.stored);
                add(&self.rows_updated, report.updated);
                add(&self.rows_rejected, report.rejected);
            }
            Err(
                ImportError::Store(_) | ImportError::Validation(_) | ImportError::Rejects(_) | ImportError::Read(_),
            ) => {
                add(&self.failed, 1);
            }
            Err(error) => {
                add(&self.refused, 1);
                if let ImportError::Rows(rows, _) = error {
                    add(&self.rows_rejected, rows.len() as u64);
                }
            }
        }
    }
}

/// What [`IMPORTS`] tells.
#[derive(Debug)]
pub(super) struct ImportMetrics;

impl Collector for ImportMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = |name, help, counts: [(&str, &AtomicU64); 3]| {
            let mut counters = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            counts.iter().try_for_each(|(outcome, count)| {
                let labels = [("outcome", *outcome)];
                let count = count.load(Ordering::Relaxed);
                counters.encode_family(&labels)?.encode_counter::<NoLabelSet, _, f64>(&count, None)
            })
        };
        let Imports { stored, refused, failed, rows_stored, rows_updated, rows_rejected } = &IMPORTS;
        family("imports", "Imports.", [("stored", stored), ("refused", refused), ("failed", failed)])?;
        let rows = [("stored", rows_stored), ("updated", rows_updated), ("rejected", rows_rejected)];
        family("import_rows", "Rows of imports; those updated are among those stored.", rows)
    }
}
