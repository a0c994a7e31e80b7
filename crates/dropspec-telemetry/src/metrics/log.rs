//! The lines that the log has dropped.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

use crate::log::AccessLog;

#[derive(Debug)]
pub(super) struct DroppedLines(pub(super) AccessLog);

impl Collector for DroppedLines {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Log lines that were dropped because the buffer was full.";
        let mut counter = encoder.encode_descriptor("log_lines_lost", help, None, MetricType::Counter)?;
        counter.encode_counter::<NoLabelSet, _, f64>(&self.0.dropped_lines(), None)
    }
}
