//! Counts requests until their responses have been sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use dropspec_http::{Body, ConnectInfo};
use http::{Request, Response};
use http_body::Body as _;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::in_flight::{InFlight, InFlightGuard};

/// Counts requests in flight: for the limit of them, for graceful shutdown, and so that their connections are kept open.
#[derive(Clone, Debug)]
pub struct InFlightLayer(Arc<InFlight>);

impl InFlightLayer {
    pub(crate) fn new(in_flight: Arc<InFlight>) -> Self {
        Self(in_flight)
    }
}

impl<S> Layer<S> for InFlightLayer {
    type Service = InFlightService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        InFlightService { inner, in_flight: Arc::clone(&self.0) }
    }
}

/// The service of an [`InFlightLayer`].
#[derive(Clone, Debug)]
pub struct InFlightService<S> {
    inner: S,
    in_flight: Arc<InFlight>,
}

impl<S> Service<Request<Body>> for InFlightService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = InFlightFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let peer = request.extensions().get().map(|connection: &ConnectInfo| connection.peer);
        let guard = self.in_flight.enter(peer, request.version());
        InFlightFuture { work: self.inner.call(request), guard: Some(guard) }
    }
}

pin_project! {
    /// The future of an [`InFlightService`].
    #[derive(Debug)]
    pub struct InFlightFuture<F> {
        #[pin]
        work: F,
        guard: Option<InFlightGuard>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for InFlightFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Ok(response) = ready!(this.work.poll(context));
        let guard = this.guard.take();
        Poll::Ready(Ok(response.map(|body| until_sent(body, guard))))
    }
}

/// Keeps the request in flight until a body of unknown length has been sent.
fn until_sent(body: Body, guard: Option<InFlightGuard>) -> Body {
    if body.size_hint().exact().is_some() { body } else { body.holding(guard) }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Version;
    use http_body::Frame;

    use super::*;

    #[test]
    fn a_streamed_response_is_in_flight_until_it_is_sent() {
        let in_flight = InFlight::new();
        let guard = || Some(in_flight.enter(None, Version::HTTP_11));
        let body = until_sent(Body::from("whole"), guard());
        assert_eq!(in_flight.total(), 0);
        drop(body);
        let frames = futures_util::stream::iter([Ok::<_, std::io::Error>(Frame::data(Bytes::new()))]);
        let body = until_sent(Body::new(http_body_util::StreamBody::new(frames)), guard());
        assert_eq!(in_flight.total(), 1);
        drop(body);
        assert_eq!(in_flight.total(), 0);
    }
}
