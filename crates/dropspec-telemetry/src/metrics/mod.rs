//! Metrics for [Prometheus], and the route that shows them. METRICS.md lists them.
//!
//! [Prometheus]: https://prometheus.io/docs/instrumenting/exposition_formats/

mod build;
mod histogram;
mod log;
mod process;
mod registry;
mod requests;
mod route;
mod samples;

pub use registry::Metrics;
pub(crate) use requests::Requests;
pub use route::{PATH, response, routes};
pub use samples::Samples;
