//! The headers that tie a call to the request that makes it.

use dropspec_http::UpstreamTimer;
use http::{HeaderMap, HeaderName, HeaderValue};

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds the trace and the id of the request that is handled. Headers that the call has already stay.
pub(super) fn add_context(call: &UpstreamTimer, headers: &mut HeaderMap) {
    let trace = call.trace();
    let mut add = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    add(TRACEPARENT, &trace.to_string());
    if let Some(state) = &trace.state {
        add(TRACESTATE, state);
    }
    add(X_REQUEST_ID, call.scope().request_id());
}
