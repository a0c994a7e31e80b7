//! Rejects requests to other hosts.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use dropspec_http::middleware::drain;
use dropspec_http::{Body, Problem};
use http::header::HOST;
use http::{Request, Response, StatusCode, Version};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::allowed_hosts::AllowedHosts;

/// Responds with 421 to requests whose host is none of [`AllowedHosts`], and with 400 to those of HTTP/1.1 that do not have exactly one
/// valid host (RFC 9112, section 3.2). Probes and metrics may have any host: an orchestrator sends them to the address of the container.
#[derive(Clone, Debug)]
pub struct AllowedHostsLayer {
    hosts: Arc<AllowedHosts>,
    exempt: &'static [&'static str],
}

/// Why a request is rejected.
#[derive(Debug, thiserror::Error)]
enum HostError {
    #[error("an HTTP/1.1 request has exactly one Host header")]
    Count,
    #[error("malformed Host header")]
    Malformed,
    #[error("host not allowed: {0}")]
    NotAllowed(String),
}

impl AllowedHostsLayer {
    pub(crate) fn new(hosts: AllowedHosts, exempt: &'static [&'static str]) -> Self {
        Self { hosts: Arc::new(hosts), exempt }
    }

    fn check(&self, request: &Request<Body>) -> Result<(), HostError> {
        let mut headers = request.headers().get_all(HOST).iter();
        let header = headers.next();
        if headers.next().is_some() || (header.is_none() && request.version() == Version::HTTP_11) {
            return Err(HostError::Count);
        }
        let header =
            header.map(|header| header.to_str().ok().filter(|host| is_valid(host)).ok_or(HostError::Malformed));
        let header = header.transpose()?;
        // Where a request has both, the header is of no account (RFC 9112, section 3.2.2).
        let authority = request.uri().authority().map(http::uri::Authority::as_str);
        // A request without a host is not one of a browser.
        let Some(host) = authority.or(header) else { return Ok(()) };
        if self.hosts.allows(host) || self.exempt.contains(&request.uri().path()) {
            return Ok(());
        }
        Err(HostError::NotAllowed(host.to_owned()))
    }
}

/// Whether a host has only characters of a name or an address and a port (RFC 3986, section 3.2).
fn is_valid(host: &str) -> bool {
    let is_allowed = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'-' | b'_' | b'~' | b':' | b'[' | b']' | b'%')
            || b"!$&'()*+,;=".contains(&byte)
    };
    host.bytes().all(is_allowed)
}

impl HostError {
    fn response(&self) -> Response<Body> {
        let status = match self {
            Self::Count | Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotAllowed(_) => StatusCode::MISDIRECTED_REQUEST,
        };
        Problem::new(self.to_string()).into_response(status)
    }
}

impl<S> Layer<S> for AllowedHostsLayer {
    type Service = AllowedHostsService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AllowedHostsService { inner, layer: self.clone() }
    }
}

/// The service of an [`AllowedHostsLayer`].
#[derive(Clone, Debug)]
pub struct AllowedHostsService<S> {
    inner: S,
    layer: AllowedHostsLayer,
}

impl<S> Service<Request<Body>> for AllowedHostsService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = AllowedHostsFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        match self.layer.check(&request) {
            Ok(()) => AllowedHostsFuture { work: Some(self.inner.call(request)), rejection: None },
            Err(error) => {
                drain(request.into_body());
                AllowedHostsFuture { work: None, rejection: Some(error.response()) }
            }
        }
    }
}

pin_project! {
    /// The future of an [`AllowedHostsService`].
    #[derive(Debug)]
    pub struct AllowedHostsFuture<F> {
        // `None` for a request that is rejected.
        #[pin]
        work: Option<F>,
        rejection: Option<Response<Body>>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for AllowedHostsFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.work.as_pin_mut() {
            Some(work) => work.poll(context),
            // A future is not polled again after it is ready.
            None => Poll::Ready(Ok(this.rejection.take().unwrap_or_default())),
        }
    }
}
