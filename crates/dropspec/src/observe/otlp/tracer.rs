//! Spans on their way to the collector, many at a time.

use std::time::{Duration, Instant};

use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanData, SpanExporter as Exporter, SpanProcessor};
use slog::{Logger, warn};

use super::client::Client;
use super::span::{self, Clock};
use super::{Sampler, TracesConfig};
use crate::observe::Build;
use crate::observe::current::Part;
use crate::observe::log::Access;
use crate::observe::trace_context::TraceContext;

/// Why there can be no traces.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The exporter does not like its variables.
    #[error("cannot send traces: {0}")]
    Exporter(#[from] ExporterBuildError),
    /// There is no client, or no runtime to send on.
    #[error("cannot send traces: {0}")]
    Client(Box<dyn std::error::Error + Send + Sync>),
}

/// Sends the spans of requests.
#[derive(Debug)]
pub(in crate::observe) struct Tracer {
    sampler: Sampler,
    processor: BatchSpanProcessor,
    scope: InstrumentationScope,
}

impl Tracer {
    /// Gets ready to send; the collector is not yet talked to. Needs tokio's runtime.
    pub(in crate::observe) fn new(config: &TracesConfig, build: Build, log: &Logger) -> Result<Self, TracesError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new().map_err(TracesError::Client)?)
            .with_endpoint(config.endpoint.to_string())
            .build()?;
        let exporter = Told { exporter, log: log.clone() };
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        let service = config.service.clone().unwrap_or_else(|| build.name.to_owned());
        let version = KeyValue::new("service.version", build.version);
        processor.set_resource(&Resource::builder().with_service_name(service).with_attribute(version).build());
        let scope = InstrumentationScope::builder("dropspec").with_version(env!("CARGO_PKG_VERSION")).build();
        Ok(Self { sampler: config.sampler, processor, scope })
    }

    /// Whether a request is traced.
    pub(in crate::observe) fn samples(&self, trace: &TraceContext) -> bool {
        self.sampler.samples(trace)
    }

    /// Sends a request that has ended at an instant, and its parts.
    pub(in crate::observe) fn record(&self, access: &Access<'_>, parts: &[Part], ended: Instant) {
        let clock = Clock { instant: ended, moment: access.ended };
        for part in parts {
            self.processor.on_end(span::part(part, clock, access, &self.scope));
        }
        self.processor.on_end(span::request(access, &self.scope));
    }

    /// Sends what is left, and nothing more.
    pub(in crate::observe) fn shut_down(&self, patience: Duration) -> OTelSdkResult {
        self.processor.shutdown_with_timeout(patience)
    }
}

/// An exporter whose failures are told in the log.
#[derive(Debug)]
struct Told {
    exporter: SpanExporter,
    log: Logger,
}

impl Exporter for Told {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len();
        let outcome = self.exporter.export(batch).await;
        if let Err(error) = &outcome {
            warn!(self.log, "spans were not taken"; "count" => count, "cause" => error.to_string());
        }
        outcome
    }

    fn shutdown_with_timeout(&self, patience: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(patience)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
