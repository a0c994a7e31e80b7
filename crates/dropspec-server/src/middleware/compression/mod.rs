//! Compresses responses for clients that accept it.

mod entity_tag;
mod predicate;

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use dropspec_http::Body;
use http::header::CONTENT_ENCODING;
use http::{Request, Response};
use http_body::Body as _;
use pin_project_lite::pin_project;
use tower_http::compression::{Compression, CompressionBody, ResponseFuture};
use tower_layer::Layer;
use tower_service::Service;

use entity_tag::EncodedTags;
use predicate::Compressible;

/// Compresses responses with gzip, Brotli or Zstandard, as the client prefers (`tower_http::compression`).
///
/// Each encoding of a response has a strong `ETag` of its own, such as `"3-gzip"` for `"3"`, which is accepted in `If-Match` and
/// `If-None-Match`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompressionLayer;

impl<S> Layer<S> for CompressionLayer {
    type Service = CompressionService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CompressionService { inner: Compression::new(inner).compress_when(Compressible) }
    }
}

/// The service of a [`CompressionLayer`].
#[derive(Clone)]
pub struct CompressionService<S> {
    inner: Compression<S, Compressible>,
}

impl<S> Service<Request<Body>> for CompressionService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = CompressionFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.get_mut().poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let tags = EncodedTags::take(request.headers_mut());
        CompressionFuture { work: self.inner.call(request), tags }
    }
}

pin_project! {
    /// The future of a [`CompressionService`].
    #[derive(Debug)]
    pub struct CompressionFuture<F> {
        #[pin]
        work: ResponseFuture<F, Compressible>,
        tags: EncodedTags,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for CompressionFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Ok(response) = ready!(this.work.poll(context));
        Poll::Ready(Ok(finish(response, this.tags)))
    }
}

fn finish(response: Response<CompressionBody<Body>>, tags: &EncodedTags) -> Response<Body> {
    if response.headers().contains_key(CONTENT_ENCODING) {
        let mut response = response;
        // The length of a compressed body is unknown; that of a body which the service has encoded itself mostly is not.
        if response.body().size_hint().exact().is_none() {
            entity_tag::add_encoding(response.headers_mut());
        }
        return response.map(Body::new);
    }
    let mut response = response.map(CompressionBody::into_inner);
    tags.restore(&mut response);
    response
}
