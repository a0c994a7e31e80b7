//! `/metrics`: figures for [Prometheus], as METRICS.md lists them.
//!
//! [Prometheus]: https://prometheus.io/docs/instrumenting/exposition_formats/

mod histogram;
mod imports;
mod pool;
mod process;
mod requests;

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::registry::Registry;

use crate::reply::{Payload, Reply};
use crate::router::Route;
use crate::store::Database;

pub(crate) use imports::count as count_import;
pub(crate) use requests::Requests;

/// Where the figures are.
pub(crate) const PATH: &str = "/metrics";

/// What a program was built of; [`build!`](crate::build) knows.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    /// The name of the package.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit, where the build was told one.
    pub commit: Option<&'static str>,
}

/// The [`Build`] of the package that it is written in: its name, its version, and as the commit the variable `BUILD_COMMIT` of the
/// environment in which it was compiled.
#[macro_export]
macro_rules! build {
    () => {
        $crate::observe::Build {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("BUILD_COMMIT"),
        }
    };
}

/// The figures of a process.
#[derive(Debug)]
pub(crate) struct Metrics {
    build: Build,
    requests: OnceLock<Arc<Requests>>,
    database: OnceLock<Database>,
}

impl Metrics {
    pub(crate) fn new(build: Build) -> Self {
        Self { build, requests: OnceLock::new(), database: OnceLock::new() }
    }

    /// Counts requests on these routes. They are shown for the first server of an observer: what comes to a second, as that of probes,
    /// is not what the service is for.
    pub(crate) fn requests(&self, templates: Vec<&'static str>) -> Arc<Requests> {
        let requests = Arc::new(Requests::new(templates));
        let _ = self.requests.set(Arc::clone(&requests));
        requests
    }

    /// Shows the connections to a database, the first that is given.
    pub(crate) fn show(&self, database: &Database) {
        let _ = self.database.set(database.clone());
    }

    /// All of it, as text.
    pub(crate) fn render(&self, lost_lines: u64) -> String {
        let mut registry = Registry::default();
        if let Some(requests) = self.requests.get() {
            registry.register_collector(Box::new(Arc::clone(requests)));
        }
        if let Some(database) = self.database.get() {
            registry.register_collector(Box::new(pool::PoolMetrics(database.clone())));
        }
        registry.register_collector(Box::new(imports::ImportMetrics));
        registry.register("log_lines_lost", "Lines of the log that nobody took in time", ConstCounter::new(lost_lines));
        registry.register_collector(Box::new(process::Process));
        registry.register_collector(Box::new(self.build));
        let mut page = String::with_capacity(16 * 1024);
        // To write to memory cannot fail.
        let _ = text::encode(&mut page, &registry);
        page
    }
}

/// A gauge, since not everyone who reads the format knows the type `info`.
impl Collector for Build {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Self { name, version, commit } = self;
        let commit = commit.unwrap_or_default();
        let labels = [("name", *name), ("version", *version), ("commit", commit), ("rustc", env!("RUSTC_VERSION"))];
        let mut gauge = encoder.encode_descriptor("build_info", "What runs.", None, MetricType::Gauge)?;
        gauge.encode_family(&labels)?.encode_gauge(&1_i64)
    }
}

/// The route of the figures, for a service that has no admin port.
#[must_use]
pub fn routes<A: Send + Sync>() -> Vec<Route<A>> {
    vec![Route {
        operation: "metrics",
        method: Method::GET,
        path: PATH,
        consumes: &[],
        produces: &[],
        pages: None,
        handler: |_: &A, call| Box::pin(async { Ok(reply(call.headers())) }),
    }]
}

/// Prometheus asks for OpenMetrics; for anyone else the same is a plain text, which older readers take as well.
fn reply(headers: &HeaderMap) -> Reply {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = if accept.contains("application/openmetrics-text") {
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    } else {
        "text/plain; version=0.0.4; charset=utf-8"
    };
    let mut reply = Reply::empty(StatusCode::OK);
    reply.payload = Payload::Metrics;
    reply.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    reply
}
