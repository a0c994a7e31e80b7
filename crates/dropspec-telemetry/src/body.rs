//! Response bodies that are recorded until their end.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use dropspec_http::{Body, BoxError};
use http_body::{Frame, SizeHint};

use crate::request_span::RequestSpan;

/// A body that is produced in the context of its request, which is complete when the body has been sent.
pub(crate) struct InstrumentedBody {
    body: Body,
    span: RequestSpan,
}

impl InstrumentedBody {
    pub(crate) fn new(body: Body, span: RequestSpan) -> Self {
        Self { body, span }
    }
}

impl http_body::Body for InstrumentedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let request = Arc::clone(this.span.context());
        let frame = request.sync_scope(|| Pin::new(&mut this.body).poll_frame(context));
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            this.span.add(frame);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
