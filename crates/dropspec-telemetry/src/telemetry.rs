//! The telemetry of a process.

use std::sync::Arc;
#[cfg(feature = "otlp")]
use std::time::Duration;

use crate::build_info::BuildInfo;
use crate::config::TelemetryConfig;
use crate::log::{AccessLog, LogConfig, flush};
#[cfg(feature = "metrics")]
use crate::metrics::Metrics;
#[cfg(feature = "otlp")]
use crate::otlp::{Tracer, TracesError};

/// How long [`Telemetry::shutdown`] waits for the collector of traces.
#[cfg(feature = "otlp")]
const EXPORT_TIMEOUT: Duration = Duration::from_secs(3);

/// The telemetry of a process: access log, metrics, traces. Clones share it.
#[derive(Clone, Debug)]
pub struct Telemetry(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    access_log: AccessLog,
    server_timing: bool,
    #[cfg(feature = "metrics")]
    metrics: Metrics,
    #[cfg(feature = "otlp")]
    tracer: Option<Tracer>,
}

/// Why telemetry cannot be set up as configured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// Traces cannot be exported.
    #[cfg(feature = "otlp")]
    #[error(transparent)]
    Traces(#[from] TracesError),
}

impl Telemetry {
    /// Telemetry with an access log on standard error. With traces it needs the runtime of tokio.
    ///
    /// # Errors
    /// When traces are configured and cannot be exported.
    #[cfg_attr(not(feature = "otlp"), allow(clippy::unnecessary_wraps, reason = "exporters of traces can fail"))]
    pub fn new(log: LogConfig, config: &TelemetryConfig, build: BuildInfo) -> Result<Self, TelemetryError> {
        let access_log = AccessLog::new(log);
        #[cfg(not(feature = "metrics"))]
        let _ = build;
        Ok(Self(Arc::new(Inner {
            #[cfg(feature = "metrics")]
            metrics: Metrics::new(build, access_log.clone()),
            access_log,
            server_timing: config.server_timing,
            #[cfg(feature = "otlp")]
            tracer: config.traces.as_ref().map(|config| Tracer::new(config, build)).transpose()?,
        })))
    }

    /// The metrics, to which a service adds its own.
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn access_log(&self) -> &AccessLog {
        &self.0.access_log
    }

    pub(crate) fn has_server_timing(&self) -> bool {
        self.0.server_timing
    }

    #[cfg(feature = "otlp")]
    pub(crate) fn tracer(&self) -> Option<&Tracer> {
        self.0.tracer.as_ref()
    }

    /// Exports the traces and writes the log lines that are left, for at most a few seconds.
    pub async fn shutdown(self) {
        #[cfg(feature = "otlp")]
        if self.0.tracer.is_some() {
            // It blocks its thread until the collector has responded. Its failures are logged.
            let export = move || self.0.tracer.as_ref().map(|tracer| tracer.shut_down(EXPORT_TIMEOUT));
            let _ = tokio::task::spawn_blocking(export).await;
        }
        flush();
    }
}

impl Default for Telemetry {
    /// Metrics without a name of the program, no access log and no traces.
    fn default() -> Self {
        let access_log = AccessLog::new(LogConfig::default());
        Self(Arc::new(Inner {
            #[cfg(feature = "metrics")]
            metrics: Metrics::new(BuildInfo::default(), access_log.clone()),
            access_log,
            server_timing: false,
            #[cfg(feature = "otlp")]
            tracer: None,
        }))
    }
}

impl From<&Telemetry> for Telemetry {
    fn from(telemetry: &Telemetry) -> Self {
        telemetry.clone()
    }
}
