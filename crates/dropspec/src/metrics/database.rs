//! The connections to the database.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use crate::store::Database;

/// The pool of a database that has one.
#[derive(Debug)]
pub(super) struct PoolMetrics(pub(super) Database);

impl Collector for PoolMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Database::Postgres(postgres) = &self.0 else { return Ok(()) };
        let status = postgres.pool_status();
        let gauges = [
            ("database_pool_max_size", "How many connections the pool may have.", status.max_size),
            ("database_pool_size", "How many connections the pool has.", status.size),
            ("database_pool_available", "Connections of the pool that nobody uses.", status.available),
            ("database_pool_waiting", "Requests that wait for a connection of the pool.", status.waiting),
        ];
        gauges.iter().try_for_each(|(name, help, value)| {
            encoder.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(value)
        })
    }
}
