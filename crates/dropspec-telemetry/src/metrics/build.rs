//! The metric of the version and the commit that the program was built from.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use crate::build_info::BuildInfo;

/// A gauge, since not every reader of the format knows the type `info`.
impl Collector for BuildInfo {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Self { name, version, commit } = self;
        let commit = commit.unwrap_or_default();
        let labels = [("name", *name), ("version", *version), ("commit", commit), ("rustc", env!("RUSTC_VERSION"))];
        let help = "The package, version and commit of the program.";
        let mut gauge = encoder.encode_descriptor("build_info", help, None, MetricType::Gauge)?;
        gauge.encode_family(&labels)?.encode_gauge(&1_i64)
    }
}
