//! Rejects requests when too many are in flight.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use dropspec_http::middleware::drain;
use dropspec_http::{Body, Problem, UploadSlots};
use http::header::RETRY_AFTER;
use http::{HeaderValue, Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::in_flight::InFlight;

/// When a client may retry, in seconds.
const RETRY_AFTER_OVERLOAD: HeaderValue = HeaderValue::from_static("1");

/// Responds with 503 to requests beyond a limit of those in flight, which an [`InFlightLayer`](super::InFlightLayer) counts. Probes and
/// metrics are exempt: under overload they are needed most. Uploads in progress do not count.
///
/// Unlike `tower::load_shed`, it looks at all requests of the server, whose streamed responses are in flight until they are sent.
#[derive(Clone, Debug)]
pub struct LoadShedLayer {
    in_flight: Arc<InFlight>,
    /// These do not count. They take as long as their clients do, and have a limit of their own.
    uploads: UploadSlots,
    max_requests: usize,
    exempt: &'static [&'static str],
}

impl LoadShedLayer {
    pub(crate) fn new(
        in_flight: Arc<InFlight>,
        uploads: UploadSlots,
        max_requests: usize,
        exempt: &'static [&'static str],
    ) -> Self {
        Self { in_flight, uploads, max_requests, exempt }
    }

    fn rejects(&self, request: &Request<Body>) -> bool {
        self.in_flight.total().saturating_sub(self.uploads.in_use()) > self.max_requests
            && !self.exempt.contains(&request.uri().path())
    }
}

impl<S> Layer<S> for LoadShedLayer {
    type Service = LoadShedService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        LoadShedService { inner, layer: self.clone() }
    }
}

/// The service of a [`LoadShedLayer`].
#[derive(Clone, Debug)]
pub struct LoadShedService<S> {
    inner: S,
    layer: LoadShedLayer,
}

impl<S> Service<Request<Body>> for LoadShedService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = LoadShedFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if self.layer.rejects(&request) {
            drain(request.into_body());
            return LoadShedFuture { work: None };
        }
        LoadShedFuture { work: Some(self.inner.call(request)) }
    }
}

pin_project! {
    /// The future of a [`LoadShedService`].
    #[derive(Debug)]
    pub struct LoadShedFuture<F> {
        // `None` for a request that is rejected.
        #[pin]
        work: Option<F>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for LoadShedFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().work.as_pin_mut().map_or_else(|| Poll::Ready(Ok(overloaded())), |work| work.poll(context))
    }
}

fn overloaded() -> Response<Body> {
    let problem = Problem::new("too many requests in flight, try again later");
    let mut response = problem.into_response(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_OVERLOAD);
    response
}
