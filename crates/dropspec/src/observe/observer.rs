//! What all requests of a process are observed by.

use std::panic;
use std::sync::Arc;

use slog::{Logger, error};

use super::TelemetryConfig;
use super::current::current;
use super::log::{Log, LogConfig};
use super::metrics::{Build, Metrics};
use super::trace_context::TraceContext;
use crate::pipeline::panic_message;
use crate::store::Database;

/// Observes a service: its log, its metrics, its traces. Clones are the same observer.
#[derive(Clone, Debug)]
pub struct Observer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    log: Log,
    metrics: Metrics,
    server_timing: bool,
}

impl Observer {
    /// An observer that logs to standard error.
    #[must_use]
    pub fn new(log: LogConfig, telemetry: &TelemetryConfig, build: Build) -> Self {
        Self::of(Log::new(log), telemetry, build)
    }

    fn of(log: Log, telemetry: &TelemetryConfig, build: Build) -> Self {
        let server_timing = telemetry.server_timing;
        Self(Arc::new(Inner { log, metrics: Metrics::new(build), server_timing }))
    }

    /// Where records go.
    pub fn logger(&self) -> &Logger {
        self.0.log.logger()
    }

    /// Shows the connections to a database among the metrics.
    pub fn show(&self, database: &Database) {
        self.0.metrics.show(database);
    }

    /// Lets panics go to the log, in its form and with the request that they are of, and not to standard error as they are. It holds for
    /// the whole process.
    pub fn log_panics(&self) {
        let observer = self.clone();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let words = panic_message(panic.payload());
            let logger = observer.logger();
            let log = current().map_or_else(|| logger.clone(), |current| current.log(logger));
            error!(log, "panic"; "cause" => words, "place" => place);
        }));
    }

    pub(super) fn log(&self) -> &Log {
        &self.0.log
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(super) fn render(&self) -> String {
        self.0.metrics.render(self.0.log.lost())
    }

    pub(super) fn tells_timing(&self) -> bool {
        self.0.server_timing
    }

    /// Decides whether the trace of a request is recorded.
    pub(super) fn sampled(&self, trace: TraceContext) -> TraceContext {
        trace
    }
}

impl From<&Observer> for Observer {
    fn from(observer: &Observer) -> Self {
        observer.clone()
    }
}

/// An observer that leaves requests out of the log, for a service that has a logger of its own.
impl From<&Logger> for Observer {
    fn from(logger: &Logger) -> Self {
        let nobody = Build { name: "", version: "", commit: None };
        Self::of(Log::of(logger), &TelemetryConfig::default(), nobody)
    }
}
