//! Metrics that others add.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

/// The samples of a scrape, to which a collector adds its own.
pub struct Samples<'e> {
    encoder: DescriptorEncoder<'e>,
    result: fmt::Result,
}

impl Samples<'_> {
    /// Adds a value that goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, value: i64) {
        let encoder = &mut self.encoder;
        let gauge = |encoder: &mut DescriptorEncoder<'_>| {
            encoder.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(&value)
        };
        self.result = self.result.and_then(|()| gauge(encoder));
    }

    /// Adds counters of one name that differ in the value of a label. `_total` is appended to the name.
    pub fn counters(&mut self, name: &str, help: &str, label: &str, values: &[(&str, u64)]) {
        let encoder = &mut self.encoder;
        let counters = |encoder: &mut DescriptorEncoder<'_>| {
            let mut counters = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            values.iter().try_for_each(|(value, count)| {
                let labels = [(label, *value)];
                counters.encode_family(&labels)?.encode_counter::<NoLabelSet, _, f64>(count, None)
            })
        };
        self.result = self.result.and_then(|()| counters(encoder));
    }
}

impl fmt::Debug for Samples<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").finish_non_exhaustive()
    }
}

/// A function as a collector.
pub(super) struct Closure<F>(F);

impl<F> Closure<F> {
    pub(super) fn new(collect: F) -> Self {
        Self(collect)
    }
}

impl<F> fmt::Debug for Closure<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closure").finish_non_exhaustive()
    }
}

impl<F: Fn(&mut Samples<'_>) + Send + Sync + 'static> Collector for Closure<F> {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut samples = Samples { encoder, result: Ok(()) };
        (self.0)(&mut samples);
        samples.result
    }
}
