//! How a service is seen from outside: its log, its metrics, its traces.
//!
//! An [`Observer`] sees every request of a [`Server`](crate::server::Server). With a level of `info` each has a line in the log, with its
//! id, its place in a trace ([W3C Trace Context]), its route, its status and how long it took; [`routes`] has the metrics.
//!
//! With the feature `otlp`, traces go to a collector where `OTEL_EXPORTER_OTLP_ENDPOINT` names one.
//!
//! [W3C Trace Context]: https://www.w3.org/TR/trace-context/

mod admin;
mod config;
mod current;
mod log;
mod metrics;
mod observation;
mod observer;
#[cfg(feature = "otlp")]
mod otlp;
mod trace_context;

pub use admin::Admin;
pub use config::TelemetryConfig;
pub(crate) use current::{DatabaseWait, current, within};
pub use current::{Validation, traceparent};
pub use log::{Format, LogConfig, flush};
pub(crate) use metrics::count_import;
pub use metrics::{Build, routes};
pub(crate) use observation::{Observation, Watch};
pub use observer::{ObserveError, Observer};
#[cfg(feature = "otlp")]
pub use otlp::{Sampler, TracesConfig, TracesError};
