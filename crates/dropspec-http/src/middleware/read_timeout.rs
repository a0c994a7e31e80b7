//! The read timeout of request bodies.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::drain::drain;
use crate::body::{Body, BoxError};

/// A request body that fails when the client pauses for too long, and is drained when it is not read to its end.
pub(super) struct ReadTimeoutBody {
    body: Body,
    timeout: Duration,
    /// Runs while more is awaited.
    pause: Option<Pin<Box<Sleep>>>,
    progress: Arc<BodyProgress>,
}

/// The state of a request body. Middleware shares it with the operation, as an extension of the request.
#[derive(Debug, Default)]
pub struct BodyProgress {
    stalled: AtomicBool,
    awaited: AtomicBool,
    streamed: AtomicBool,
}

impl BodyProgress {
    /// Whether the client has paused for too long.
    pub(super) fn has_stalled(&self) -> bool {
        self.stalled.load(Ordering::Relaxed)
    }

    /// Whether more of the body is awaited.
    pub(super) fn is_awaited(&self) -> bool {
        self.awaited.load(Ordering::Relaxed)
    }

    /// Whether the operation streams the body, which takes as long as the client does.
    pub(super) fn is_streamed(&self) -> bool {
        self.streamed.load(Ordering::Relaxed)
    }

    /// Exempts the request from the request timeout, because the operation streams the body.
    pub(crate) fn set_streamed(&self) {
        self.streamed.store(true, Ordering::Relaxed);
    }
}

impl ReadTimeoutBody {
    pub(super) fn new(body: Body, timeout: Duration, progress: Arc<BodyProgress>) -> Self {
        Self { body, timeout, pause: None, progress }
    }
}

impl http_body::Body for ReadTimeoutBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if this.pause.take().is_some() {
                this.progress.awaited.store(false, Ordering::Relaxed);
            }
            return Poll::Ready(frame);
        }
        let timeout = this.timeout;
        let pause = this.pause.get_or_insert_with(|| {
            this.progress.awaited.store(true, Ordering::Relaxed);
            Box::pin(sleep(timeout))
        });
        if pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        this.progress.stalled.store(true, Ordering::Relaxed);
        this.body = Body::empty();
        Poll::Ready(Some(Err(format!("nothing came for {timeout:?}").into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for ReadTimeoutBody {
    fn drop(&mut self) {
        drain(std::mem::take(&mut self.body));
    }
}
