//! The request timeout: how long an operation may take until its response begins.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::CONNECTION;
use http::{HeaderValue, Request, StatusCode};
use http_body::Body as _;
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};
use tower_layer::Layer;
use tower_service::Service;

use super::read_timeout::{BodyProgress, ReadTimeoutBody};
use crate::body::Body;
use crate::cancellation::CANCEL_TIMEOUT;
use crate::problem::Problem;
use crate::scope::RequestScope;
use crate::timed_out::{timed_out, unknown_outcome};

/// The time limit of requests where none is configured.
pub const DEFAULT_REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Limits the time of requests: that of the operation, and the pauses of the client within the body.
///
/// An operation that takes longer is dropped, and the client receives a 503; a client that pauses for too long receives a 408. An
/// operation that streams its body takes as long as the client does, whose pauses are limited.
///
/// An operation with a pending write is cancelled first, so that a 503 is true: the write is interrupted, and the response says what became
/// of it. If that is not known within a second, the client receives a 504 with a problem type of its own.
#[derive(Clone, Copy, Debug)]
pub struct TimeoutLayer {
    /// The time until the response begins.
    pub request: Duration,
    /// The time between two parts of the body.
    pub read: Duration,
}

impl<S> Layer<S> for TimeoutLayer {
    type Service = TimeoutService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TimeoutService { inner, layer: *self }
    }
}

/// The service of a [`TimeoutLayer`].
#[derive(Clone, Debug)]
pub struct TimeoutService<S> {
    inner: S,
    layer: TimeoutLayer,
}

impl<S> Service<Request<Body>> for TimeoutService<S>
where
    S: Service<Request<Body>, Response = http::Response<Body>, Error = Infallible>,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = TimeoutFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        RequestScope::set_timeout(self.layer.request);
        let mut progress = None;
        if !request.body().is_end_stream() {
            let shared = Arc::new(BodyProgress::default());
            request.extensions_mut().insert(Arc::clone(&shared));
            let read = self.layer.read;
            request = request.map(|body| Body::new(ReadTimeoutBody::new(body, read, Arc::clone(&shared))));
            progress = Some(shared);
        }
        TimeoutFuture {
            work: self.inner.call(request),
            timeout: self.layer.request,
            sleep: None,
            is_cancelled: false,
            progress,
        }
    }
}

pin_project! {
    /// The future of a [`TimeoutService`].
    #[derive(Debug)]
    pub struct TimeoutFuture<F> {
        #[pin]
        work: F,
        timeout: Duration,
        // Started only when the work has to wait for something.
        #[pin]
        sleep: Option<Sleep>,
        // Whether the writes of the work are being cancelled.
        is_cancelled: bool,
        // `None` when there is no body.
        progress: Option<Arc<BodyProgress>>,
    }
}

impl<F: Future<Output = Result<http::Response<Body>, Infallible>>> Future for TimeoutFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let progress = this.progress.as_deref();
        if let Poll::Ready(result) = this.work.poll(context) {
            // A body timeout wins over the handler's result.
            return Poll::Ready(if progress.is_some_and(BodyProgress::has_stalled) {
                Ok(body_timeout())
            } else {
                result
            });
        }
        if this.sleep.is_none() {
            this.sleep.set(Some(sleep(*this.timeout)));
        }
        let elapsed = this.sleep.as_mut().as_pin_mut().is_some_and(|sleep| sleep.poll(context).is_ready());
        match progress {
            _ if !elapsed => Poll::Pending,
            Some(progress) if progress.is_streamed() => Poll::Pending,
            Some(progress) if progress.is_awaited() => Poll::Ready(Ok(body_timeout())),
            _ => match RequestScope::current().filter(|scope| scope.cancellation().has_pending_writes()) {
                None => Poll::Ready(Ok(timed_out().into_response())),
                Some(scope) if *this.is_cancelled => Poll::Ready(Ok(unknown_outcome(&scope).into_response())),
                Some(scope) => {
                    *this.is_cancelled = true;
                    scope.cancellation().request();
                    this.sleep.set(Some(sleep(CANCEL_TIMEOUT)));
                    // The new timer has to be polled, and the work.
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
            },
        }
    }
}

/// The response to a client that has stopped sending its request.
fn body_timeout() -> http::Response<Body> {
    let mut response = Problem::new("request body timed out").into_response(StatusCode::REQUEST_TIMEOUT);
    // The position of the next request in the stream is unknown.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
