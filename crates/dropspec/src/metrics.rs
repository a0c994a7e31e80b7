//! Metrics of storage and of upstreams, beside those of requests that telemetry has.

#[cfg(feature = "upstream")]
use dropspec_client::upstream::{CallTotals, call_totals};
#[cfg(feature = "storage")]
use dropspec_db::Database;
use dropspec_telemetry::Metrics;
#[cfg(feature = "storage")]
use dropspec_transfer::import_totals;

/// Adds the counters of calls of upstreams by this process.
#[cfg(feature = "upstream")]
pub fn register_upstreams(metrics: &Metrics) {
    metrics.register(|samples| {
        let totals = call_totals();
        let mut counters = |name: &str, help: &str, count: fn(&CallTotals) -> u64| {
            let values: Vec<_> = totals.iter().map(|it| (it.upstream, count(it))).collect();
            samples.counters(name, help, "upstream", &values);
        };
        counters("upstream_calls", "Calls of upstreams that have ended.", |it| it.calls);
        counters("upstream_call_failures", "Calls of upstreams without a response, or with a 5xx.", |it| it.failures);
        counters("upstream_call_retries", "Repetitions of calls of upstreams.", |it| it.retries);
    });
}

/// Adds the gauges of a database that has a pool of connections.
#[cfg(feature = "storage")]
pub fn register_database(metrics: &Metrics, database: &Database) {
    let Database::Postgres(postgres) = database.clone() else { return };
    metrics.register(move |samples| {
        let status = postgres.pool_status();
        for (name, help, value) in [
            ("database_pool_max_size", "Maximum size of the connection pool.", status.max_size),
            ("database_pool_size", "Connections of the pool.", status.size),
            ("database_pool_available", "Idle connections of the pool.", status.available),
            ("database_pool_waiting", "Requests that wait for a connection of the pool.", status.waiting),
        ] {
            samples.gauge(name, help, i64::try_from(value).unwrap_or(i64::MAX));
        }
    });
}

/// Adds the counters of imports of this process.
#[cfg(feature = "storage")]
pub fn register_imports(metrics: &Metrics) {
    metrics.register(|samples| {
        let totals = import_totals();
        let imports = [("stored", totals.stored), ("refused", totals.rejected), ("failed", totals.failed)];
        samples.counters("imports", "Imports by outcome.", "outcome", &imports);
        let rows =
            [("stored", totals.rows_stored), ("updated", totals.rows_updated), ("rejected", totals.rows_rejected)];
        let help = "Imported rows by outcome; updated rows are also counted as stored.";
        samples.counters("import_rows", help, "outcome", &rows);
    });
}
