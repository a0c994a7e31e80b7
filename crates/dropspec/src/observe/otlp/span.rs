//! A request as spans ([semantic conventions]).
//!
//! [semantic conventions]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/

use std::str::FromStr;
use std::time::{Instant, SystemTime};

use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use uuid::Uuid;

use crate::observe::current::{Part, PartKind};
use crate::observe::log::Access;

/// The clock of the parts against that of the spans.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) instant: Instant,
    pub(super) moment: SystemTime,
}

impl Clock {
    fn moment(self, instant: Instant) -> SystemTime {
        self.moment - self.instant.saturating_duration_since(instant)
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
        KeyValue::new("client.address", access.peer.ip().to_string()),
        KeyValue::new("http.response.header.x-request-id", access.request_id.to_owned()),
    ];
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

/// The span of a part of the work on it.
pub(super) fn part(part: &Part, clock: Clock, access: &Access<'_>, scope: &InstrumentationScope) -> SpanData {
    let (name, span_kind, attributes) = match part.kind {
        PartKind::Validation => ("validation", SpanKind::Internal, Vec::new()),
        PartKind::Database { system, operation } => {
            let attributes =
                vec![KeyValue::new("db.system.name", system), KeyValue::new("db.operation.name", operation)];
            (operation, SpanKind::Client, attributes)
        }
    };
    SpanData {
        span_context: context(access, Uuid::new_v4().as_u64_pair().1),
        parent_span_id: SpanId::from_bytes(access.trace.span.to_be_bytes()),
        parent_span_is_remote: false,
        span_kind,
        name: name.into(),
        start_time: clock.moment(part.started),
        end_time: clock.moment(part.ended),
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
