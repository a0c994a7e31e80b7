//! Traces for an [OpenTelemetry] collector.
//!
//! A request is a span, with child spans for the validation of its input and for each wait for the database. They are made when the request
//! has been completed, from what its context holds anyway, so that a request that is not sampled costs next to nothing.
//!
//! [OpenTelemetry]: https://opentelemetry.io/docs/specs/otel/trace/

mod client;
mod config;
mod sampler;
mod span;
mod tracer;

pub use config::TracesConfig;
pub use sampler::Sampler;
pub(crate) use tracer::Tracer;
pub use tracer::TracesError;
