//! Requests by route, method and status, counted without a lock and without comparing texts.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use dropspec_http::{METHODS, RouteId};
use http::{Method, StatusCode};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

use super::histogram::Histogram;

/// The lowest status and the number of statuses (RFC 9110, section 15).
const FIRST_STATUS: u16 = 100;
const STATUSES: usize = 500;

/// The requests of one service.
#[derive(Debug)]
pub(crate) struct Requests {
    /// The path templates of the routes; the last is empty, for requests that no route matches.
    templates: Vec<&'static str>,
    /// A cell for each template and method, allocated when it is first needed.
    cells: Box<[OnceLock<Box<Cell>>]>,
    in_flight: AtomicI64,
}

/// The requests of one method on one route.
#[derive(Debug)]
struct Cell {
    statuses: [AtomicU64; STATUSES],
    durations: Histogram,
    database_nanoseconds: AtomicU64,
}

impl Requests {
    /// No requests yet, on routes of these templates.
    pub(crate) fn new(mut templates: Vec<&'static str>) -> Self {
        templates.push("");
        let cells = (0..templates.len() * METHODS.len()).map(|_| OnceLock::new()).collect();
        Self { templates, cells, in_flight: AtomicI64::new(0) }
    }

    /// Counts a request that has been received.
    pub(crate) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts the same request when it has been completed.
    pub(crate) fn end(
        &self,
        route: Option<RouteId>,
        method: &Method,
        status: StatusCode,
        latency: Duration,
        database: Duration,
    ) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        let row = route.unwrap_or(self.templates.len() - 1);
        let Some(column) = METHODS.iter().position(|known| known == method) else { return };
        let Some(cell) = self.cells.get(row * METHODS.len() + column) else { return };
        let cell = cell.get_or_init(Box::default);
        if let Some(count) = cell.statuses.get(usize::from(status.as_u16().saturating_sub(FIRST_STATUS))) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        cell.durations.observe(latency);
        if !database.is_zero() {
            let waited = u64::try_from(database.as_nanos()).unwrap_or(u64::MAX);
            cell.database_nanoseconds.fetch_add(waited, Ordering::Relaxed);
        }
    }

    /// The cells in use, with the labels `method` and `route`.
    fn cells(&self) -> impl Iterator<Item = ([(&'static str, &str); 2], &Cell)> {
        let labels = self
            .templates
            .iter()
            .flat_map(|route| METHODS.iter().map(move |method| [("method", method.as_str()), ("route", *route)]));
        labels.zip(&self.cells).filter_map(|(labels, cell)| Some((labels, &**cell.get()?)))
    }
}

impl Default for Cell {
    fn default() -> Self {
        let statuses = std::array::from_fn(|_| AtomicU64::new(0));
        Self { statuses, durations: Histogram::default(), database_nanoseconds: AtomicU64::new(0) }
    }
}

impl Collector for Requests {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Completed requests.";
        let mut counters = encoder.encode_descriptor("http_requests", help, None, MetricType::Counter)?;
        for (labels, cell) in self.cells() {
            for (status, count) in (FIRST_STATUS..).zip(&cell.statuses) {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let labels = [labels[0], labels[1], ("status", &*status.to_string())];
                    counters.encode_family(&labels)?.encode_counter::<NoLabelSet, _, f64>(&count, None)?;
                }
            }
        }
        let help = "Time from the head of a request to the end of its response, in seconds.";
        let name = "http_request_duration_seconds";
        let mut histograms = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
        for (labels, cell) in self.cells() {
            let durations = cell.durations.snapshot();
            histograms.encode_family(&labels)?.encode_histogram::<NoLabelSet>(
                durations.seconds,
                durations.count,
                &durations.buckets,
                None,
            )?;
        }
        let help = "Time that requests waited for the database, in seconds.";
        let name = "http_request_database_seconds";
        let mut counters = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (labels, cell) in self.cells() {
            let waited = Duration::from_nanos(cell.database_nanoseconds.load(Ordering::Relaxed)).as_secs_f64();
            counters.encode_family(&labels)?.encode_counter::<NoLabelSet, _, f64>(&waited, None)?;
        }
        let help = "Requests in flight.";
        let mut gauge = encoder.encode_descriptor("http_requests_in_flight", help, None, MetricType::Gauge)?;
        gauge.encode_gauge(&self.in_flight.load(Ordering::Relaxed))
    }
}
