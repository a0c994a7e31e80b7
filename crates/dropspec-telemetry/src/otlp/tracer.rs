//! Exports spans in batches.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use dropspec_http::{Span, TraceContext, panic_message};
use futures_util::FutureExt;
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanData, SpanExporter as Exporter, SpanProcessor};
use tracing::warn;

use super::client::Client;
use super::span::{self, Clock};
use super::{Sampler, TracesConfig};
use crate::access::Access;
use crate::build_info::BuildInfo;

/// Why traces cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The exporter rejects its environment variables.
    #[error("cannot send traces")]
    Exporter(#[from] ExporterBuildError),
    /// There is no HTTP client, or no runtime for it.
    #[error("cannot send traces: {0}")]
    Client(Box<dyn std::error::Error + Send + Sync>),
}

/// Exports the spans of requests.
#[derive(Debug)]
pub(crate) struct Tracer {
    sampler: Sampler,
    processor: BatchSpanProcessor,
    scope: InstrumentationScope,
}

impl Tracer {
    /// A tracer without a connection to the collector yet. It needs the runtime of tokio.
    pub(crate) fn new(config: &TracesConfig, build: BuildInfo) -> Result<Self, TracesError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new().map_err(TracesError::Client)?)
            .with_endpoint(config.endpoint.to_string())
            .build()?;
        let exporter = LoggingExporter(exporter);
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        let service = config.service.clone().unwrap_or_else(|| build.name.to_owned());
        let version = KeyValue::new("service.version", build.version);
        processor.set_resource(&Resource::builder().with_service_name(service).with_attribute(version).build());
        let scope = InstrumentationScope::builder("dropspec").with_version(env!("CARGO_PKG_VERSION")).build();
        Ok(Self { sampler: config.sampler, processor, scope })
    }

    /// Whether a request is traced.
    pub(crate) fn samples(&self, trace: &TraceContext) -> bool {
        self.sampler.samples(trace)
    }

    /// Exports the span of a request that has been completed, and its child spans.
    pub(crate) fn record(&self, access: &Access<'_>, spans: &[Span], ended: Instant) {
        let clock = Clock { instant: ended, time: access.ended };
        for span in spans {
            self.processor.on_end(span::child(span, clock, access, &self.scope));
        }
        self.processor.on_end(span::request(access, &self.scope));
    }

    /// Exports the spans that are left, and no more after them.
    pub(crate) fn shut_down(&self, timeout: Duration) -> OTelSdkResult {
        self.processor.shutdown_with_timeout(timeout)
    }
}

/// An exporter that logs its failures. A panic is one of them: it would end the thread of the processor, which nothing restarts.
#[derive(Debug)]
struct LoggingExporter(SpanExporter);

impl Exporter for LoggingExporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len();
        let outcome = AssertUnwindSafe(self.0.export(batch)).catch_unwind().await;
        let outcome =
            outcome.unwrap_or_else(|payload| Err(OTelSdkError::InternalFailure(panic_message(&*payload).to_owned())));
        if let Err(error) = &outcome {
            warn!(count, cause = %error, "cannot export spans");
        }
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}
