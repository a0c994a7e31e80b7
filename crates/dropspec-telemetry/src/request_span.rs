//! One request, from its head to the end of its response.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use dropspec_http::{Body, RequestScope, RouteId, TraceContext};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body::{Body as _, Frame};

use crate::access::Access;
use crate::log::digits::milliseconds;
#[cfg(feature = "metrics")]
use crate::metrics::Requests;
use crate::telemetry::Telemetry;

/// The status of a request whose client has not waited for the response: not one of HTTP, but one that nginx has made known.
const CLIENT_CLOSED_REQUEST: u16 = 499;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// What the requests of one server are recorded with.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) telemetry: Telemetry,
    /// The path templates of the routes, by their ids.
    pub(crate) templates: Vec<&'static str>,
    /// The paths whose successful requests have no line in the log.
    pub(crate) probe_paths: &'static [&'static str],
    /// The metrics of the requests, where they have any.
    #[cfg(feature = "metrics")]
    pub(crate) requests: Option<Arc<Requests>>,
}

impl Recorder {
    /// The template of a route; empty for none.
    fn template(&self, route: Option<RouteId>) -> &'static str {
        route.and_then(|route| self.templates.get(route)).copied().unwrap_or_default()
    }

    /// Whether a request has a line in the log.
    fn has_line(&self, access: &Access<'_>) -> bool {
        let log = self.telemetry.access_log();
        let is_probe = self.probe_paths.contains(&access.route);
        log.is_enabled() && (!is_probe || access.status >= 500 || log.includes_probes())
    }
}

/// A request that is being recorded. It is complete when this is dropped.
#[derive(Debug)]
pub(crate) struct RequestSpan {
    recorder: Arc<Recorder>,
    context: Arc<RequestScope>,
    method: Method,
    peer: Option<SocketAddr>,
    /// The status of the response, once there is one.
    status: Option<StatusCode>,
    /// The number of bytes of the body that have been sent.
    bytes: u64,
}

impl RequestSpan {
    /// Starts to record a request.
    pub(crate) fn start(
        recorder: &Arc<Recorder>,
        context: Arc<RequestScope>,
        method: Method,
        peer: Option<SocketAddr>,
    ) -> Self {
        #[cfg(feature = "metrics")]
        if let Some(requests) = &recorder.requests {
            requests.begin();
        }
        Self { recorder: Arc::clone(recorder), context, method, peer, status: None, bytes: 0 }
    }

    /// The context of the request.
    pub(crate) fn context(&self) -> &Arc<RequestScope> {
        &self.context
    }

    /// Records the head of the response.
    pub(crate) fn record(&mut self, response: &mut Response<Body>) {
        self.status = Some(response.status());
        if self.recorder.telemetry.has_server_timing() {
            response.headers_mut().insert(SERVER_TIMING, self.timing());
        }
        if self.method != Method::HEAD {
            self.bytes = response.body().size_hint().exact().unwrap_or_default();
        }
    }

    /// Counts a frame of the response body.
    pub(crate) fn add(&mut self, frame: &Frame<Bytes>) {
        self.bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
    }

    /// The time so far, and the database's share of it ([Server Timing](https://www.w3.org/TR/server-timing/)).
    fn timing(&self) -> HeaderValue {
        let mut text = b"db;dur=".to_vec();
        milliseconds(self.context.database_time(), &mut text);
        text.extend_from_slice(b", total;dur=");
        milliseconds(self.context.started().elapsed(), &mut text);
        // Digits and names are valid in a header.
        HeaderValue::from_bytes(&text).unwrap_or_else(|_| HeaderValue::from_static("total"))
    }
}

impl Drop for RequestSpan {
    fn drop(&mut self) {
        let ended = Instant::now();
        let (latency, database) = (ended - self.context.started(), self.context.database_time());
        let status = self.status.or_else(|| StatusCode::from_u16(CLIENT_CLOSED_REQUEST).ok()).unwrap_or_default();
        let (recorder, route) = (&*self.recorder, self.context.route());
        #[cfg(feature = "metrics")]
        if let Some(requests) = &recorder.requests {
            requests.end(route, &self.method, status, latency, database);
        }
        let access = Access {
            ended: SystemTime::now(),
            request_id: self.context.request_id(),
            trace: self.context.trace(),
            method: self.method.as_str(),
            route: recorder.template(route),
            path: self.context.uri().path(),
            status: status.as_u16(),
            latency,
            database,
            bytes: self.bytes,
            peer: self.peer,
            reason: self.context.reason(),
            caller: self.context.caller(),
        };
        if recorder.has_line(&access) {
            recorder.telemetry.access_log().write(|format, line| access.write(format, line));
        }
        #[cfg(feature = "otlp")]
        if let Some((tracer, spans)) = recorder.telemetry.tracer().zip(self.context.spans()) {
            tracer.record(&access, &spans, ended);
        }
    }
}

/// The context of a request that has just been received.
pub(crate) fn context(
    telemetry: &Telemetry,
    request_id: &str,
    uri: http::Uri,
    trace: TraceContext,
) -> Arc<RequestScope> {
    #[cfg(feature = "otlp")]
    if let Some(tracer) = telemetry.tracer() {
        let is_sampled = tracer.samples(&trace);
        return RequestScope::new(request_id, uri, TraceContext { is_sampled, ..trace }, is_sampled);
    }
    let _ = telemetry;
    RequestScope::new(request_id, uri, trace, false)
}
