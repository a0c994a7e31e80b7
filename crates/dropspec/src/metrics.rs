//! Metrics of storage, beside those of requests that telemetry has.

use dropspec_db::Database;
use dropspec_telemetry::Metrics;
use dropspec_transfer::import_totals;

/// Adds the gauges of a database that has a pool of connections.
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
