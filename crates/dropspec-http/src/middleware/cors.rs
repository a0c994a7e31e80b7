//! CORS: access for pages of other origins (<https://fetch.spec.whatwg.org/#http-cors-protocol>).
//!
//! They may send any request and read all of its response, but the browser does not send credentials for them.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, EXPIRES,
    LAST_MODIFIED, ORIGIN, PRAGMA, VARY,
};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use dropspec_config::FromEnv;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::body::Body;

/// How long a browser may cache the response to a preflight request, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("3600");

/// Headers that are exposed anyway, or are for the browser only.
const NOT_EXPOSED: [HeaderName; 9] = [
    CACHE_CONTROL,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    EXPIRES,
    LAST_MODIFIED,
    PRAGMA,
    VARY,
    ACCESS_CONTROL_ALLOW_ORIGIN,
];

/// The other origins whose pages may use the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cors {
    /// None.
    #[default]
    Disabled,
    /// These.
    Origins(Vec<HeaderValue>),
    /// All.
    Any,
}

impl FromEnv for Cors {
    const EXPECTED: &str = "origins such as https://example.com, with commas between them, or *";

    fn from_env(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        let origins: Option<Vec<_>> = text.split(',').map(|origin| read_origin(origin.trim())).collect();
        origins.map(Self::Origins)
    }
}

/// An origin as browsers write it: scheme, host, and the port unless it is that of the scheme.
fn read_origin(text: &str) -> Option<HeaderValue> {
    let uri: Uri = text.parse().ok()?;
    let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let is_written_so = origin == text && !text.contains('@') && !text.contains(|it: char| it.is_ascii_uppercase());
    is_written_so.then(|| HeaderValue::try_from(origin).ok()).flatten()
}

impl Cors {
    /// The origin that may read the response to a request.
    fn allowed_origin(&self, request: &HeaderMap) -> Option<HeaderValue> {
        match self {
            Self::Disabled => None,
            Self::Any => request.contains_key(ORIGIN).then(|| HeaderValue::from_static("*")),
            Self::Origins(origins) => request.get(ORIGIN).filter(|origin| origins.contains(origin)).cloned(),
        }
    }

    /// Lets the page of an allowed origin read a response, with all of its headers.
    fn apply(&self, origin: Option<HeaderValue>, response: &mut HeaderMap) {
        if let Self::Origins(_) = self {
            response.append(VARY, HeaderValue::from_static("origin"));
        }
        let Some(origin) = origin else { return };
        response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if response.contains_key(ACCESS_CONTROL_ALLOW_METHODS) {
            // The response to a preflight is for the browser itself.
            return;
        }
        let exposed = response.keys().filter(|name| !NOT_EXPOSED.contains(name)).map(HeaderName::as_str);
        // The server adds x-request-id later, to every response.
        let exposed = exposed.chain(["x-request-id"]).collect::<Vec<_>>().join(", ");
        if let Ok(exposed) = HeaderValue::try_from(exposed) {
            response.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }
}

/// A preflight request: what a browser asks before it lets a page send a request.
#[derive(Debug)]
struct Preflight {
    headers: Option<HeaderValue>,
}

impl Preflight {
    fn of(request: &Request<Body>) -> Option<Self> {
        let headers = request.headers();
        let is_preflight = request.method() == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        is_preflight.then(|| Self { headers: headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned() })
    }

    /// Allows the methods of the resource and all headers. Headers that an operation does not know are ignored.
    fn apply(self, response: &mut HeaderMap) {
        let Some(methods) = response.get(ALLOW).cloned() else { return };
        response.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Some(headers) = self.headers {
            response.insert(ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        response.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        response
            .append(VARY, HeaderValue::from_static("access-control-request-method, access-control-request-headers"));
    }
}

/// Adds the headers of the CORS protocol to responses.
///
/// `tower_http::cors` responds to every `OPTIONS` request itself; here the response keeps the `Allow` of the resource.
#[derive(Clone, Debug)]
pub struct CorsLayer(Arc<Cors>);

impl CorsLayer {
    /// A layer that allows these origins.
    #[must_use]
    pub fn new(cors: Cors) -> Self {
        Self(Arc::new(cors))
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = CorsService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CorsService { inner, cors: Arc::clone(&self.0) }
    }
}

/// The service of a [`CorsLayer`].
#[derive(Clone, Debug)]
pub struct CorsService<S> {
    inner: S,
    cors: Arc<Cors>,
}

impl<S> Service<Request<Body>> for CorsService<S>
where
    S: Service<Request<Body>, Response = http::Response<Body>, Error = Infallible>,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = CorsFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let origin = self.cors.allowed_origin(request.headers());
        let preflight = origin.as_ref().and_then(|_| Preflight::of(&request));
        CorsFuture { work: self.inner.call(request), cors: Arc::clone(&self.cors), origin, preflight }
    }
}

pin_project! {
    /// The future of a [`CorsService`].
    #[derive(Debug)]
    pub struct CorsFuture<F> {
        #[pin]
        work: F,
        cors: Arc<Cors>,
        origin: Option<HeaderValue>,
        preflight: Option<Preflight>,
    }
}

impl<F: Future<Output = Result<http::Response<Body>, Infallible>>> Future for CorsFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Ok(mut response) = ready!(this.work.poll(context));
        if let Some(preflight) = this.preflight.take() {
            preflight.apply(response.headers_mut());
        }
        this.cors.apply(this.origin.take(), response.headers_mut());
        Poll::Ready(Ok(response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(Cors::from_env("*"), Some(Cors::Any));
        let two =
            vec![HeaderValue::from_static("https://example.com"), HeaderValue::from_static("http://localhost:3000")];
        assert_eq!(Cors::from_env("https://example.com, http://localhost:3000"), Some(Cors::Origins(two)));
        for wrong in
            ["", "example.com", "https://example.com/", "https://Example.com", "https://a,", "https://a@b", "a,*"]
        {
            assert_eq!(Cors::from_env(wrong), None, "{wrong}");
        }
    }
}
