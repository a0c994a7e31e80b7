//! The metrics of a process.

use std::sync::{Arc, PoisonError, RwLock};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

use super::log::DroppedLines;
use super::process::Process;
use super::samples::{Closure, Samples};
use crate::build_info::BuildInfo;
use crate::log::AccessLog;

/// The metrics of a process. Clones share the registry.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<RwLock<Registry>>);

impl Metrics {
    /// The metrics that every process has.
    pub(crate) fn new(build: BuildInfo, log: AccessLog) -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(DroppedLines(log)));
        registry.register_collector(Box::new(Process));
        registry.register_collector(Box::new(build));
        Self(Arc::new(RwLock::new(registry)))
    }

    /// Adds metrics, whose samples `collect` supplies at each scrape.
    ///
    /// ```
    /// # let telemetry = dropspec_telemetry::Telemetry::default();
    /// telemetry.metrics().register(|samples| samples.gauge("queue_length", "Jobs that wait.", 7));
    /// ```
    pub fn register(&self, collect: impl Fn(&mut Samples<'_>) + Send + Sync + 'static) {
        self.register_collector(Closure::new(collect));
    }

    pub(crate) fn register_collector(&self, collector: impl Collector) {
        let mut registry = self.0.write().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(Box::new(collector));
    }

    /// All metrics in the text format.
    pub(super) fn render(&self) -> String {
        let mut page = String::with_capacity(16 * 1024);
        // Writing to memory cannot fail.
        let _ = text::encode(&mut page, &self.0.read().unwrap_or_else(PoisonError::into_inner));
        page
    }
}
