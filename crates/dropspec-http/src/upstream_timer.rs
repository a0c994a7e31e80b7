//! The time of a call of another service.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use uuid::Uuid;

use crate::scope::{RequestScope, Span, SpanKind};
use crate::trace_context::TraceContext;

/// Records a call of another service as a span of a request, from its start until it is dropped.
#[must_use]
pub struct UpstreamTimer {
    scope: Arc<RequestScope>,
    upstream: &'static str,
    /// The id of the span, under which the trace goes on in the other service.
    span: u64,
    started: Instant,
}

impl UpstreamTimer {
    /// Starts a span of a request. Where spans are not recorded, the other service continues that of the request.
    pub fn start(scope: Arc<RequestScope>, upstream: &'static str) -> Self {
        let span = if scope.is_recorded() { Uuid::new_v4().as_u64_pair().1 } else { scope.trace().span };
        Self { scope, upstream, span, started: Instant::now() }
    }

    /// The request that makes the call.
    #[must_use]
    pub fn scope(&self) -> &RequestScope {
        &self.scope
    }

    /// The place of the call in the trace, whose text is the `traceparent` of the call.
    #[must_use]
    pub fn trace(&self) -> TraceContext {
        TraceContext { span: self.span, ..self.scope.trace().clone() }
    }
}

impl Drop for UpstreamTimer {
    fn drop(&mut self) {
        let kind = SpanKind::Upstream { name: self.upstream, span: self.span };
        self.scope.add(Span { kind, started: self.started, ended: Instant::now() });
    }
}

impl fmt::Debug for UpstreamTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamTimer").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}
