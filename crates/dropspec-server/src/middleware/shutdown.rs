//! Responses to clients during a graceful shutdown.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use dropspec_http::health::READY;
use dropspec_http::{Body, Problem};
use http::header::{CONNECTION, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode, Version};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::shutdown_state::ShutdownState;

/// Once a shutdown is requested, it reports that the service is not ready and asks clients to close their connections.
#[derive(Clone, Debug)]
pub struct ShutdownLayer(ShutdownState);

impl ShutdownLayer {
    pub(crate) fn new(state: ShutdownState) -> Self {
        Self(state)
    }
}

impl<S> Layer<S> for ShutdownLayer {
    type Service = ShutdownService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ShutdownService { inner, state: self.0.clone() }
    }
}

/// The service of a [`ShutdownLayer`].
#[derive(Clone, Debug)]
pub struct ShutdownService<S> {
    inner: S,
    state: ShutdownState,
}

impl<S> Service<Request<Body>> for ShutdownService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ShutdownFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let is_unready = self.state.is_requested() && request.uri().path() == READY;
        // HTTP/2 has a frame of its own for it.
        let can_close = request.version() < Version::HTTP_2;
        ShutdownFuture { work: self.inner.call(request), state: self.state.clone(), is_unready, can_close }
    }
}

pin_project! {
    /// The future of a [`ShutdownService`].
    #[derive(Debug)]
    pub struct ShutdownFuture<F> {
        #[pin]
        work: F,
        state: ShutdownState,
        is_unready: bool,
        can_close: bool,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for ShutdownFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = if *this.is_unready { unready() } else { ready!(this.work.poll(context))? };
        if *this.can_close && this.state.is_requested() {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Poll::Ready(Ok(response))
    }
}

fn unready() -> Response<Body> {
    let problem = Problem::new(ShutdownState::REASON);
    let mut response = problem.into_response(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
