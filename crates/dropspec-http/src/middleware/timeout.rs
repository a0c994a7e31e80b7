//! The request timeout: how long an operation may take until its response begins.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{CONNECTION, RETRY_AFTER};
use http::{HeaderValue, Request, StatusCode};
use http_body::Body as _;
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};
use tower_layer::Layer;
use tower_service::Service;

use super::read_timeout::{BodyProgress, ReadTimeoutBody};
use crate::body::Body;
use crate::problem::Problem;

/// Limits the time of requests: that of the operation, and the pauses of the client within the body.
///
/// An operation that takes longer is dropped, and the client receives a 503; a client that pauses for too long receives a 408. An
/// operation that streams its body takes as long as the client does, whose pauses are limited.
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
        let mut progress = None;
        if !request.body().is_end_stream() {
            let shared = Arc::new(BodyProgress::default());
            request.extensions_mut().insert(Arc::clone(&shared));
            let read = self.layer.read;
            request = request.map(|body| Body::new(ReadTimeoutBody::new(body, read, Arc::clone(&shared))));
            progress = Some(shared);
        }
        TimeoutFuture { work: self.inner.call(request), timeout: self.layer.request, sleep: None, progress }
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
            _ => Poll::Ready(Ok(request_timeout())),
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

/// The response for an operation that took too long.
fn request_timeout() -> http::Response<Body> {
    let mut response = Problem::new("request timed out").into_response(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
