//! Metrics of storage, beside those of requests that telemetry has.

use dropspec_db::Database;
use dropspec_telemetry::Metrics;

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
