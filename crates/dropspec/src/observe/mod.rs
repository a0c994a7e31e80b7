//! How a service is seen from outside: its log, its metrics, its traces.
//!
//! An [`Observer`] sees every request of a [`Server`](crate::server::Server). With a level of `info` each has a line in the log, with its
//! id, its place in a trace ([W3C Trace Context]), its route, its status and how long it took; [`routes`] has the metrics.
//!
//! [W3C Trace Context]: https://www.w3.org/TR/trace-context/

mod config;
mod current;
mod log;
mod metrics;
mod observation;
mod observer;
mod trace_context;

pub use config::TelemetryConfig;
pub use current::{Validation, traceparent};
pub(crate) use current::{current, timed, within};
pub use log::{Format, LogConfig, flush};
pub(crate) use metrics::count_import;
pub use metrics::{Build, routes};
pub(crate) use observation::{Observation, Watch};
pub use observer::Observer;
