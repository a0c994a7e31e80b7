//! The body of a request, and the patience that there is with it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use dropshot::Body;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request. It fails when the client sends nothing for too long.
pub(crate) struct Incoming {
    body: Body,
    patience: Duration,
    /// Runs while more is awaited.
    waiting: Option<Pin<Box<Sleep>>>,
    /// `None` when there is no body.
    progress: Option<Arc<Progress>>,
}

/// What has become of the body so far, for whoever has not got it.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    stalled: AtomicBool,
    awaited: AtomicBool,
    uploaded: AtomicBool,
}

impl Progress {
    /// Whether the client has sent nothing for too long.
    pub(crate) fn has_stalled(&self) -> bool {
        self.stalled.load(Ordering::Relaxed)
    }

    /// Whether somebody waits for the client to send more.
    pub(crate) fn is_awaited(&self) -> bool {
        self.awaited.load(Ordering::Relaxed)
    }

    /// Whether the operation reads it as it comes, which takes as long as the client does.
    pub(crate) fn is_uploaded(&self) -> bool {
        self.uploaded.load(Ordering::Relaxed)
    }
}

impl Incoming {
    pub(crate) fn new(body: Body, patience: Duration) -> Self {
        let progress = (!body.is_end_stream()).then(Arc::default);
        Self { body, patience, waiting: None, progress }
    }

    pub(crate) fn progress(&self) -> Option<Arc<Progress>> {
        self.progress.clone()
    }

    /// The same, for an operation that reads it as it comes.
    pub(crate) fn uploaded(self) -> Self {
        self.tell(|progress| &progress.uploaded, true);
        self
    }

    fn tell(&self, what: impl FnOnce(&Progress) -> &AtomicBool, is: bool) {
        if let Some(progress) = &self.progress {
            what(progress).store(is, Ordering::Relaxed);
        }
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if this.waiting.take().is_some() {
                this.tell(|progress| &progress.awaited, false);
            }
            return Poll::Ready(frame);
        }
        if this.waiting.is_none() {
            this.tell(|progress| &progress.awaited, true);
        }
        let patience = this.patience;
        let waiting = this.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        if waiting.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        this.tell(|progress| &progress.stalled, true);
        this.body = Body::empty();
        Poll::Ready(Some(Err(format!("nothing came for {patience:?}").into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("progress", &self.progress).finish_non_exhaustive()
    }
}
