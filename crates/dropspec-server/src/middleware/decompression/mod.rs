//! Decodes request bodies that have a content coding, and rejects those with transfer codings.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use dropspec_http::{Body, Problem};
use futures_util::future::Either;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

#[cfg(feature = "compression")]
mod coding;
#[cfg(not(feature = "compression"))]
#[path = "no_coding.rs"]
mod coding;

use coding::Coding;

/// Decodes request bodies by their `Content-Encoding`, and responds with 415 where a coding is not supported (RFC 9110, section 15.5.16).
///
/// Limits of the size of a body count the decoded bytes. Of the transfer codings, only `chunked` is supported, which hyper decodes; others get
/// 501 (RFC 9112, section 6.1).
#[derive(Clone, Copy, Debug, Default)]
pub struct DecompressionLayer;

impl<S> Layer<S> for DecompressionLayer {
    type Service = DecompressionService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        DecompressionService { inner }
    }
}

/// The service of a [`DecompressionLayer`].
#[derive(Clone, Debug)]
pub struct DecompressionService<S> {
    inner: S,
}

impl<S> Service<Request<Body>> for DecompressionService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<S::Future, Ready<Result<Response<Body>, Infallible>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        if let Some(unsupported) = unsupported_transfer_coding(request.headers()) {
            let problem = Problem::new(format!("unsupported transfer coding: {unsupported}"));
            return Either::Right(ready(Ok(problem.into_response(StatusCode::NOT_IMPLEMENTED))));
        }
        match content_coding(request.headers()) {
            Ok(None) => {}
            Ok(Some(coding)) => {
                request.headers_mut().remove(CONTENT_ENCODING);
                request.headers_mut().remove(CONTENT_LENGTH);
                request = request.map(|body| coding.decode(body));
            }
            Err(unsupported) => return Either::Right(ready(Ok(unsupported.response()))),
        }
        Either::Left(self.inner.call(request))
    }
}

/// A content coding that is not supported.
#[derive(Debug, thiserror::Error)]
#[error("unsupported content coding: {0}")]
struct UnsupportedCoding(String);

impl UnsupportedCoding {
    fn response(&self) -> Response<Body> {
        let mut response = Problem::new(self.to_string()).into_response(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        response.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(Coding::SUPPORTED));
        response
    }
}

/// The transfer codings of the body, unless there is only `chunked` or none.
fn unsupported_transfer_coding(headers: &HeaderMap) -> Option<String> {
    let values = || headers.get_all(TRANSFER_ENCODING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let is_supported = values().enumerate().all(|(index, value)| index == 0 && value.eq_ignore_ascii_case("chunked"));
    (!is_supported).then(|| values().collect::<Vec<_>>().join(", "))
}

/// The coding of the body, if it has one.
fn content_coding(headers: &HeaderMap) -> Result<Option<Coding>, UnsupportedCoding> {
    let mut values = headers.get_all(CONTENT_ENCODING).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let unsupported = || UnsupportedCoding(String::from_utf8_lossy(value.as_bytes()).into_owned());
    let name = value.to_str().map_err(|_| unsupported())?.trim().to_ascii_lowercase();
    match Coding::parse(&name) {
        _ if values.next().is_some() => Err(unsupported()),
        Some(coding) => Ok(Some(coding)),
        None if name == "identity" || name.is_empty() => Ok(None),
        None => Err(unsupported()),
    }
}
