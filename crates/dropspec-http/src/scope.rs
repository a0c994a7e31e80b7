//! The context of a request: what is known of it wherever it is worked on.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use http::{HeaderMap, Uri};
use tokio::task::futures::TaskLocalFuture;
use uuid::Uuid;

use crate::cancellation::Cancellation;
use crate::conditional_headers::ConditionalHeaders;
use crate::trace_context::TraceContext;

tokio::task_local! {
    static CURRENT: Arc<RequestScope>;
}

/// The position of a path template among those of a service.
pub type RouteId = usize;

/// The share of the request timeout that a request may wait for other services, in percent.
const WAIT_PERCENT: u32 = 90;

/// No route, as an atomic holds it.
const NO_ROUTE: usize = usize::MAX;

/// A future within a [`RequestScope`].
pub type ScopeFuture<F> = TaskLocalFuture<Arc<RequestScope>, F>;

/// The context of a request, shared by everything that works on it. Tasks reach it through [`RequestScope::current`].
#[derive(Debug)]
pub struct RequestScope {
    request_id: Box<str>,
    uri: Uri,
    trace: TraceContext,
    route: AtomicUsize,
    /// The subject of the credentials, once they are verified.
    caller: OnceLock<Box<str>>,
    /// The time spent waiting for the database, in nanoseconds.
    database: AtomicU64,
    /// The spans within the request, where they are recorded.
    spans: Option<Mutex<Vec<Span>>>,
    cancellation: Cancellation,
    started: Instant,
    /// The time limit of the request in nanoseconds; 0 for none.
    timeout: AtomicU64,
    /// Why the request failed.
    reason: OnceLock<Box<str>>,
    /// The conditional headers, if there are any.
    conditional_headers: OnceLock<Box<ConditionalHeaders>>,
}

/// A timed part of the work on a request.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// What the part does.
    pub kind: SpanKind,
    /// When it began.
    pub started: Instant,
    /// When it ended.
    pub ended: Instant,
}

/// What a [`Span`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Extracts and validates the input.
    Validation,
    /// Waits for the database.
    Database {
        /// The database system, by its name in OpenTelemetry.
        system: &'static str,
        /// The kind of statement.
        operation: &'static str,
    },
    /// Waits for another service.
    Upstream {
        /// Its name.
        name: &'static str,
        /// The id of the span, which the other service has as the parent of its own.
        span: u64,
    },
}

impl RequestScope {
    /// The context of a request that has just been received. Spans are kept only if `is_recorded`.
    #[must_use]
    pub fn new(request_id: &str, uri: Uri, trace: TraceContext, is_recorded: bool) -> Arc<Self> {
        let spans = is_recorded.then(|| Mutex::new(Vec::with_capacity(4)));
        let (route, database) = (AtomicUsize::new(NO_ROUTE), AtomicU64::new(0));
        let (cancellation, caller, reason) = (Cancellation::default(), OnceLock::new(), OnceLock::new());
        Arc::new(Self {
            request_id: request_id.into(),
            uri,
            trace,
            route,
            caller,
            database,
            spans,
            cancellation,
            started: Instant::now(),
            timeout: AtomicU64::new(0),
            reason,
            conditional_headers: OnceLock::new(),
        })
    }

    /// The context of a request that no middleware has made one for.
    pub(crate) fn unobserved(uri: Uri, headers: &HeaderMap) -> Arc<Self> {
        let mut buffer = Uuid::encode_buffer();
        let request_id = Uuid::new_v4().hyphenated().encode_lower(&mut buffer);
        Self::new(request_id, uri, TraceContext::of(headers, request_id), false)
    }

    /// The context of the request that this task works on; `None` outside of requests and in tasks that an operation has spawned.
    #[must_use]
    pub fn current() -> Option<Arc<Self>> {
        CURRENT.try_with(Arc::clone).ok()
    }

    /// Runs a future within this context, in which it is also dropped.
    pub fn scope<F: Future>(self: Arc<Self>, work: F) -> ScopeFuture<F> {
        CURRENT.scope(self, work)
    }

    /// Runs a function within this context.
    pub fn sync_scope<T>(self: Arc<Self>, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(self, work)
    }

    /// Runs a future within a context, if there is one. It carries the context of a request into a spawned task.
    pub async fn scope_if_any<F: Future>(context: Option<Arc<Self>>, work: F) -> F::Output {
        match context {
            Some(context) => context.scope(work).await,
            None => work.await,
        }
    }

    /// The id of the request, also in the header `X-Request-Id` of its response.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The URI of the request.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The position of the request in its trace.
    #[must_use]
    pub fn trace(&self) -> &TraceContext {
        &self.trace
    }

    /// The route of the request, once it is found.
    #[must_use]
    pub fn route(&self) -> Option<RouteId> {
        Some(self.route.load(Ordering::Relaxed)).filter(|route| *route != NO_ROUTE)
    }

    pub(crate) fn set_route(&self, route: RouteId) {
        self.route.store(route, Ordering::Relaxed);
    }

    /// When the request was received.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.started
    }

    /// When other services have to have responded: at 90 % of the request timeout, so that there is time left for a response that
    /// names the one that has not. `None` if the request has no timeout.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let timeout = Duration::from_nanos(self.timeout.load(Ordering::Relaxed));
        (!timeout.is_zero()).then(|| self.started + timeout * WAIT_PERCENT / 100)
    }

    /// Sets the timeout of the current request; zero for none.
    pub(crate) fn set_timeout(timeout: Duration) {
        let nanoseconds = u64::try_from(timeout.as_nanos()).unwrap_or(u64::MAX);
        // Outside of a request there is none.
        let _ = CURRENT.try_with(|context| context.timeout.store(nanoseconds, Ordering::Relaxed));
    }

    pub(crate) fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    /// Why the request failed, for the log.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.get().map(AsRef::as_ref)
    }

    pub(crate) fn set_reason(&self, reason: String) {
        // The first one counts.
        let _ = self.reason.set(reason.into());
    }

    /// The conditional headers of the current request.
    #[must_use]
    pub fn conditional_headers() -> ConditionalHeaders {
        let headers = CURRENT.try_with(|context| context.conditional_headers.get().map(|headers| (**headers).clone()));
        headers.ok().flatten().unwrap_or_default()
    }

    pub(crate) fn set_conditional_headers(&self, headers: &ConditionalHeaders) {
        // A request has them once.
        let _ = self.conditional_headers.set(Box::new(headers.clone()));
    }

    /// The name of the caller, once the credentials of the request are verified.
    #[must_use]
    pub fn caller(&self) -> Option<&str> {
        self.caller.get().map(AsRef::as_ref)
    }

    /// Sets the name of the caller of the current request, which the access log has. The first one stays.
    pub fn set_caller(name: &str) {
        // Outside of a request there is none.
        let _ = CURRENT.try_with(|context| context.caller.get_or_init(|| name.into()).len());
    }

    /// The time spent waiting for the database so far.
    #[must_use]
    pub fn database_time(&self) -> Duration {
        Duration::from_nanos(self.database.load(Ordering::Relaxed))
    }

    /// The spans so far, where they are recorded.
    #[must_use]
    pub fn spans(&self) -> Option<Vec<Span>> {
        self.spans.as_ref().map(|spans| spans.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Whether spans are recorded.
    pub(crate) fn is_recorded(&self) -> bool {
        self.spans.is_some()
    }

    pub(crate) fn add(&self, span: Span) {
        if let SpanKind::Database { .. } = span.kind {
            let took = u64::try_from((span.ended - span.started).as_nanos()).unwrap_or(u64::MAX);
            self.database.fetch_add(took, Ordering::Relaxed);
        }
        if let Some(spans) = &self.spans {
            spans.lock().unwrap_or_else(PoisonError::into_inner).push(span);
        }
    }
}

/// The [`traceparent`] for requests to other services, so that they join the trace of the current request.
///
/// It is `None` outside of a request, and in tasks that an operation has spawned.
///
/// [`traceparent`]: https://www.w3.org/TR/trace-context/#traceparent-header
#[must_use]
pub fn traceparent() -> Option<String> {
    CURRENT.try_with(|context| context.trace.to_string()).ok()
}

/// Counts the time until it is dropped as database time of the current request.
///
/// It is a guard beside the work rather than a wrapper around it: a future within a future is copied whole at each level.
#[must_use]
pub struct DatabaseTimer {
    system: &'static str,
    operation: &'static str,
    started: Instant,
}

impl DatabaseTimer {
    /// Starts the timer. `system` is the name of the database system in OpenTelemetry.
    pub fn start(system: &'static str, operation: &'static str) -> Self {
        Self { system, operation, started: Instant::now() }
    }
}

impl fmt::Debug for DatabaseTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseTimer").field("operation", &self.operation).finish_non_exhaustive()
    }
}

impl Drop for DatabaseTimer {
    fn drop(&mut self) {
        let kind = SpanKind::Database { system: self.system, operation: self.operation };
        // Outside of a request nothing is counted.
        let _ = CURRENT.try_with(|context| context.add(Span { kind, started: self.started, ended: Instant::now() }));
    }
}

/// Measures the time in which the input of a request is extracted and validated: it ends when this is dropped.
#[derive(Debug)]
pub struct ValidationTimer(Option<Instant>);

impl ValidationTimer {
    /// Starts the timer, if spans are recorded.
    pub(crate) fn start() -> Self {
        let is_recorded = CURRENT.try_with(|context| context.spans.is_some()).unwrap_or_default();
        Self(is_recorded.then(Instant::now))
    }
}

impl Drop for ValidationTimer {
    fn drop(&mut self) {
        let Some(started) = self.0 else { return };
        let span = Span { kind: SpanKind::Validation, started, ended: Instant::now() };
        let _ = CURRENT.try_with(|context| context.add(span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(is_recorded: bool) -> Arc<RequestScope> {
        let id = "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";
        let trace = TraceContext::of(&HeaderMap::new(), id);
        RequestScope::new(id, Uri::from_static("/"), trace, is_recorded)
    }

    async fn wait() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    async fn wait_for_the_database() {
        let _timer = DatabaseTimer::start("sqlite", "read");
        wait().await;
    }

    #[tokio::test]
    async fn database_time_adds_up_across_tasks() {
        let request = request(false);
        let work = async {
            wait_for_the_database().await;
            let context = RequestScope::current();
            let other = tokio::spawn(RequestScope::scope_if_any(context, wait_for_the_database()));
            other.await.unwrap();
            wait().await;
        };
        Arc::clone(&request).scope(work).await;
        let spent = request.database_time();
        assert!(spent >= Duration::from_millis(10) && request.spans().is_none(), "{spent:?}");
        // A timer works outside of a request, too.
        wait_for_the_database().await;
    }

    #[test]
    fn the_deadline_is_before_the_end_of_the_timeout() {
        let request = request(false);
        assert_eq!(request.deadline(), None);
        Arc::clone(&request).sync_scope(|| RequestScope::set_timeout(Duration::from_secs(10)));
        assert_eq!(request.deadline(), Some(request.started() + Duration::from_secs(9)));
    }

    #[tokio::test]
    async fn spans_of_recorded_requests_are_kept() {
        let request = request(true);
        let work = async {
            drop(ValidationTimer::start());
            wait_for_the_database().await;
            assert!(traceparent().unwrap().ends_with("-9c4a3d2e1f00aa55-00"));
        };
        Arc::clone(&request).scope(work).await;
        let kinds: Vec<SpanKind> = request.spans().unwrap().iter().map(|span| span.kind).collect();
        assert_eq!(kinds, [SpanKind::Validation, SpanKind::Database { system: "sqlite", operation: "read" }]);
        assert_eq!(traceparent(), None);
    }
}
