//! Traces, sent to an [OpenTelemetry] collector.
//!
//! A request is a span, with spans below it for the check of its input and for each wait for the database. They are made when the request
//! is over, of what is known of it anyway, so that a request that is not sampled costs nothing but the question.
//!
//! [OpenTelemetry]: https://opentelemetry.io/docs/specs/otel/trace/

mod client;
mod config;
mod sampler;
mod span;
mod tracer;

pub use config::TracesConfig;
pub use sampler::Sampler;
pub(super) use tracer::Tracer;
pub use tracer::TracesError;
