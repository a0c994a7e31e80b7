//! What all requests of a process are observed by.

use std::panic;
use std::sync::Arc;
#[cfg(feature = "otlp")]
use std::time::Duration;
use std::time::Instant;

use slog::{Logger, error};

use super::TelemetryConfig;
use super::current::{Current, current};
use super::log::{Access, Log, LogConfig, flush};
use super::metrics::{self, Build, Metrics};
#[cfg(feature = "otlp")]
use super::otlp::{Tracer, TracesError};
use super::trace_context::TraceContext;
use crate::health;
use crate::pipeline::panic_message;
use crate::store::Database;

/// How long the end of the process waits for the collector: what told it to end does not wait for ever either.
#[cfg(feature = "otlp")]
const PATIENCE: Duration = Duration::from_secs(3);

/// Observes a service: its log, its metrics, its traces. Clones are the same observer.
#[derive(Clone, Debug)]
pub struct Observer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    log: Log,
    metrics: Metrics,
    server_timing: bool,
    #[cfg(feature = "otlp")]
    tracer: Option<Tracer>,
}

/// Why a service cannot be observed as it is to be.
#[derive(Debug, thiserror::Error)]
pub enum ObserveError {
    /// There can be no traces.
    #[cfg(feature = "otlp")]
    #[error(transparent)]
    Traces(#[from] TracesError),
}

impl Observer {
    /// An observer that logs to standard error. One that sends traces needs tokio's runtime.
    ///
    /// # Errors
    /// When traces are to be sent, and cannot be.
    pub fn new(log: LogConfig, telemetry: &TelemetryConfig, build: Build) -> Result<Self, ObserveError> {
        let log = Log::new(log);
        #[cfg(feature = "otlp")]
        let tracer = telemetry.traces.as_ref().map(|config| Tracer::new(config, build, log.logger())).transpose()?;
        Ok(Self(Arc::new(Inner {
            log,
            metrics: Metrics::new(build),
            server_timing: telemetry.server_timing,
            #[cfg(feature = "otlp")]
            tracer,
        })))
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

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(super) fn render(&self) -> String {
        self.0.metrics.render(self.0.log.lost())
    }

    pub(super) fn tells_timing(&self) -> bool {
        self.0.server_timing
    }

    /// Begins the work on a request.
    pub(super) fn begin(&self, request_id: &str, trace: TraceContext) -> Arc<Current> {
        #[cfg(feature = "otlp")]
        if let Some(tracer) = &self.0.tracer {
            let is_sampled = tracer.samples(&trace);
            return Current::new(request_id, TraceContext { is_sampled, ..trace }, is_sampled);
        }
        Current::new(request_id, trace, false)
    }

    /// Ends the work on a request.
    pub(super) fn end(&self, current: &Current, access: &Access<'_>, ended: Instant) {
        if self.has_line(access) {
            self.0.log.write(access);
        }
        #[cfg(feature = "otlp")]
        if let Some((tracer, parts)) = self.0.tracer.as_ref().zip(current.parts()) {
            tracer.record(access, &parts, ended);
        }
        #[cfg(not(feature = "otlp"))]
        let _ = (current, ended);
    }

    /// Whether a request has a line in the log: probes that are content have none, unless all have.
    fn has_line(&self, access: &Access<'_>) -> bool {
        let is_probe = [health::LIVE, health::READY, metrics::PATH].contains(&access.route);
        let Inner { log, .. } = &*self.0;
        log.has_lines() && (!is_probe || access.status >= 500 || log.has_all_lines())
    }

    /// Sends what is left of the traces, and waits until all that was logged is written, but not for long.
    pub async fn close(self) {
        #[cfg(feature = "otlp")]
        if self.0.tracer.is_some() {
            // It blocks its thread until the collector has answered. What fails has been logged.
            let close = move || self.0.tracer.as_ref().map(|tracer| tracer.shut_down(PATIENCE));
            let _ = tokio::task::spawn_blocking(close).await;
        }
        flush();
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
        Self(Arc::new(Inner {
            log: Log::of(logger),
            metrics: Metrics::new(nobody),
            server_timing: false,
            #[cfg(feature = "otlp")]
            tracer: None,
        }))
    }
}
