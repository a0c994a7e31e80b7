//! A request as spans ([semantic conventions]).
//!
//! [semantic conventions]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/

use std::str::FromStr;
use std::time::{Instant, SystemTime};

use dropspec_http::{Span, SpanKind as Kind};
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use uuid::Uuid;

use crate::access::Access;

/// One time on both clocks: that of the spans within a request, and that of exported spans.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) instant: Instant,
    pub(super) time: SystemTime,
}

impl Clock {
    fn system_time(self, instant: Instant) -> SystemTime {
        self.time - self.instant.saturating_duration_since(instant)
    }
}

/// The span of the request.
pub(super) fn request(access: &Access<'_>, scope: &InstrumentationScope) -> SpanData {
    let name =
        if access.route.is_empty() { access.method.to_owned() } else { format!("{} {}", access.method, access.route) };
    let mut attributes = vec![
        KeyValue::new("http.request.method", access.method.to_owned()),
        KeyValue::new("url.path", access.path.to_owned()),
        KeyValue::new("http.response.status_code", i64::from(access.status)),
        KeyValue::new("http.response.header.x-request-id", access.request_id.to_owned()),
    ];
    if let Some(peer) = access.peer {
        attributes.push(KeyValue::new("client.address", peer.ip().to_string()));
    }
    if !access.route.is_empty() {
        attributes.push(KeyValue::new("http.route", access.route.to_owned()));
    }
    let mut status = Status::Unset;
    if access.status >= 500 {
        attributes.push(KeyValue::new("error.type", access.status.to_string()));
        status = Status::error("");
    }
    SpanData {
        span_context: context(access, access.trace.span),
        parent_span_id: SpanId::from_bytes(access.trace.parent.unwrap_or_default().to_be_bytes()),
        parent_span_is_remote: access.trace.parent.is_some(),
        span_kind: SpanKind::Server,
        name: name.into(),
        start_time: access.ended - access.latency,
        end_time: access.ended,
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status,
        instrumentation_scope: scope.clone(),
    }
}

/// The span of a part of the work on a request.
pub(super) fn child(span: &Span, clock: Clock, access: &Access<'_>, scope: &InstrumentationScope) -> SpanData {
    let mut id = None;
    let (name, span_kind, attributes) = match span.kind {
        Kind::Validation => ("validation", SpanKind::Internal, Vec::new()),
        Kind::Database { system, operation } => {
            let attributes =
                vec![KeyValue::new("db.system.name", system), KeyValue::new("db.operation.name", operation)];
            (operation, SpanKind::Client, attributes)
        }
        Kind::Upstream { name, span } => {
            id = Some(span);
            (name, SpanKind::Client, vec![KeyValue::new("peer.service", name)])
        }
    };
    SpanData {
        span_context: context(access, id.unwrap_or_else(|| Uuid::new_v4().as_u64_pair().1)),
        parent_span_id: SpanId::from_bytes(access.trace.span.to_be_bytes()),
        parent_span_is_remote: false,
        span_kind,
        name: name.into(),
        start_time: clock.system_time(span.started),
        end_time: clock.system_time(span.ended),
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: scope.clone(),
    }
}

fn context(access: &Access<'_>, span: u64) -> SpanContext {
    let state = access.trace.state.as_deref().and_then(|state| TraceState::from_str(state).ok());
    SpanContext::new(
        TraceId::from_bytes(access.trace.trace.to_be_bytes()),
        SpanId::from_bytes(span.to_be_bytes()),
        TraceFlags::SAMPLED,
        false,
        state.unwrap_or_default(),
    )
}
