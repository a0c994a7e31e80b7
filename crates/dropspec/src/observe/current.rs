//! The request that a task works on, for whatever wants to tell it something without being given it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use slog::{Logger, o};

use super::trace_context::TraceContext;

tokio::task_local! {
    static CURRENT: Arc<Current>;
}

/// What is known of a request while it is answered.
#[derive(Debug)]
pub(crate) struct Current {
    pub(crate) request_id: Box<str>,
    pub(crate) trace: TraceContext,
    /// The time that was spent waiting for the database, in nanoseconds.
    database: AtomicU64,
    /// What it consists of, if somebody wants to know.
    parts: Option<Mutex<Vec<Part>>>,
}

/// A part of the work on a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    pub(crate) started: Instant,
    pub(crate) ended: Instant,
}

/// What a [`Part`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// It reads and checks the input.
    Validation,
    /// It waits for the database.
    Database {
        /// Which kind of database, as OpenTelemetry names it.
        system: &'static str,
        /// What it does.
        operation: &'static str,
    },
}

impl Current {
    /// A request of whose parts somebody wants to know, or nobody.
    pub(crate) fn new(request_id: &str, trace: TraceContext, is_recorded: bool) -> Arc<Self> {
        let parts = is_recorded.then(|| Mutex::new(Vec::with_capacity(4)));
        Arc::new(Self { request_id: request_id.into(), trace, database: AtomicU64::new(0), parts })
    }

    /// Runs what works on the request.
    pub(crate) async fn scope<F: Future>(self: Arc<Self>, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    /// Runs a step of what works on the request.
    pub(crate) fn sync_scope<T>(self: Arc<Self>, step: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(self, step)
    }

    /// A log whose records name the request.
    pub(crate) fn log(&self, log: &Logger) -> Logger {
        log.new(o!("request_id" => self.request_id.to_string(), "trace_id" => format!("{:032x}", self.trace.trace)))
    }

    /// The time that was spent waiting for the database.
    pub(crate) fn database(&self) -> Duration {
        Duration::from_nanos(self.database.load(Ordering::Relaxed))
    }

    /// What the work consisted of.
    #[cfg(any(test, feature = "otlp"))]
    pub(crate) fn parts(&self) -> Option<Vec<Part>> {
        self.parts.as_ref().map(|parts| parts.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn add(&self, part: Part) {
        if let PartKind::Database { .. } = part.kind {
            let took = u64::try_from((part.ended - part.started).as_nanos()).unwrap_or(u64::MAX);
            self.database.fetch_add(took, Ordering::Relaxed);
        }
        if let Some(parts) = &self.parts {
            parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
        }
    }
}

/// The request that this task works on, if it works on one.
pub(crate) fn current() -> Option<Arc<Current>> {
    CURRENT.try_with(Arc::clone).ok()
}

/// The [`traceparent`] with which an operation calls other services, so that they go on with the trace of its request.
///
/// It is `None` outside of a request, and in tasks that an operation has spawned.
///
/// [`traceparent`]: https://www.w3.org/TR/trace-context/#traceparent-header
#[must_use]
pub fn traceparent() -> Option<String> {
    CURRENT.try_with(|current| current.trace.to_string()).ok()
}

/// A wait for a database, which counts among the time of the request from here until it is dropped.
///
/// It stands beside the work that waits rather than around it: a future within a future is copied whole, by each that has it.
#[derive(Debug)]
#[must_use]
pub(crate) struct DatabaseWait {
    system: &'static str,
    operation: &'static str,
    started: Instant,
}

impl DatabaseWait {
    /// Begins it.
    pub(crate) fn begin(system: &'static str, operation: &'static str) -> Self {
        Self { system, operation, started: Instant::now() }
    }
}

impl Drop for DatabaseWait {
    fn drop(&mut self) {
        let kind = PartKind::Database { system: self.system, operation: self.operation };
        // What belongs to no request is not counted.
        let _ = CURRENT.try_with(|current| current.add(Part { kind, started: self.started, ended: Instant::now() }));
    }
}

/// Lets a new task work on the request of this one.
pub(crate) async fn within<F: Future>(current: Option<Arc<Current>>, work: F) -> F::Output {
    match current {
        Some(current) => current.scope(work).await,
        None => work.await,
    }
}

/// The time in which the input of a request is read and checked: it ends where this is dropped.
#[derive(Debug)]
pub struct Validation(Option<Instant>);

impl Validation {
    /// Begins it, if somebody wants to know.
    pub(crate) fn begin() -> Self {
        let is_wanted = CURRENT.try_with(|current| current.parts.is_some()).unwrap_or_default();
        Self(is_wanted.then(Instant::now))
    }
}

impl Drop for Validation {
    fn drop(&mut self) {
        let Some(started) = self.0 else { return };
        let part = Part { kind: PartKind::Validation, started, ended: Instant::now() };
        let _ = CURRENT.try_with(|current| current.add(part));
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;

    fn request(is_recorded: bool) -> Arc<Current> {
        let id = "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";
        Current::new(id, TraceContext::of(&HeaderMap::new(), id), is_recorded)
    }

    async fn wait() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    async fn wait_for_the_database() {
        let _wait = DatabaseWait::begin("sqlite", "read");
        wait().await;
    }

    #[tokio::test]
    async fn waits_for_the_database_add_up_also_in_other_tasks() {
        let request = request(false);
        let work = async {
            wait_for_the_database().await;
            let other = tokio::spawn(within(current(), wait_for_the_database()));
            other.await.unwrap();
            wait().await;
        };
        Arc::clone(&request).scope(work).await;
        let spent = request.database();
        assert!(spent >= Duration::from_millis(10) && request.parts().is_none(), "{spent:?}");
        // Outside of a request too.
        wait_for_the_database().await;
    }

    #[tokio::test]
    async fn the_parts_of_what_is_recorded_are_kept() {
        let request = request(true);
        let work = async {
            drop(Validation::begin());
            wait_for_the_database().await;
            assert!(traceparent().unwrap().ends_with("-9c4a3d2e1f00aa55-00"));
        };
        Arc::clone(&request).scope(work).await;
        let kinds: Vec<PartKind> = request.parts().unwrap().iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [PartKind::Validation, PartKind::Database { system: "sqlite", operation: "read" }]);
        assert_eq!(traceparent(), None);
    }
}
