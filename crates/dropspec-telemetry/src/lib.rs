#![doc = include_str!("../README.md")]

mod access;
mod body;
mod build_info;
mod config;
mod layer;
mod log;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "otlp")]
mod otlp;
mod request_span;
mod telemetry;

pub use build_info::BuildInfo;
pub use config::TelemetryConfig;
pub use layer::{TelemetryFuture, TelemetryLayer, TelemetryService};
pub use log::{LogConfig, LogFormat, LogLayer, flush, log_panics};
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
#[cfg(feature = "otlp")]
pub use otlp::{Sampler, TracesConfig, TracesError};
pub use telemetry::{Telemetry, TelemetryError};
