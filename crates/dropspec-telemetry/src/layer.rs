//! The layer that records requests.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use dropspec_http::{Body, ConnectInfo, ScopeFuture, TraceContext};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body::Body as _;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;
use uuid::Uuid;

use crate::body::InstrumentedBody;
use crate::request_span::{Recorder, RequestSpan, context};
use crate::telemetry::Telemetry;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Creates the [`RequestContext`](dropspec_http::RequestContext) of each request and records the request: in the log, the metrics and the
/// traces of a [`Telemetry`].
#[derive(Clone, Debug)]
pub struct TelemetryLayer(Arc<Recorder>);

impl TelemetryLayer {
    /// A layer around a service with routes of these path templates. Successful requests to `probe_paths` have lines in the log from
    /// [`LevelFilter::DEBUG`](tracing::level_filters::LevelFilter::DEBUG) on only.
    ///
    /// It adds the metrics of its requests to the telemetry, of which there can be one such layer.
    #[must_use]
    pub fn new(telemetry: &Telemetry, templates: Vec<&'static str>, probe_paths: &'static [&'static str]) -> Self {
        #[cfg(feature = "metrics")]
        let requests = {
            let requests = Arc::new(crate::metrics::Requests::new(templates.clone()));
            telemetry.metrics().register_collector(Arc::clone(&requests));
            Some(requests)
        };
        let telemetry = telemetry.clone();
        Self(Arc::new(Recorder {
            telemetry,
            templates,
            probe_paths,
            #[cfg(feature = "metrics")]
            requests,
        }))
    }

    /// The same for another server of the process, such as that of the admin port, whose requests are not among the metrics.
    #[must_use]
    pub fn without_metrics(
        telemetry: &Telemetry,
        templates: Vec<&'static str>,
        probe_paths: &'static [&'static str],
    ) -> Self {
        let telemetry = telemetry.clone();
        Self(Arc::new(Recorder {
            telemetry,
            templates,
            probe_paths,
            #[cfg(feature = "metrics")]
            requests: None,
        }))
    }
}

impl<S> Layer<S> for TelemetryLayer {
    type Service = TelemetryService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TelemetryService { inner, recorder: Arc::clone(&self.0) }
    }
}

/// The service of a [`TelemetryLayer`].
#[derive(Clone, Debug)]
pub struct TelemetryService<S> {
    inner: S,
    recorder: Arc<Recorder>,
}

impl<S> Service<Request<Body>> for TelemetryService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = TelemetryFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        #[cfg(feature = "metrics")]
        let request = with_metrics(request, &self.recorder.telemetry);
        let connection: Option<&ConnectInfo> = request.extensions().get();
        let has_id = connection.is_some();
        let mut buffer = Uuid::encode_buffer();
        let request_id = match connection {
            Some(connection) => connection.request_id.as_str(),
            None => Uuid::new_v4().hyphenated().encode_lower(&mut buffer),
        };
        let trace = TraceContext::of(request.headers(), request_id);
        let context = context(&self.recorder.telemetry, request_id, request.uri().clone(), trace);
        let peer = connection.map(|connection| connection.peer);
        let span = RequestSpan::start(&self.recorder, Arc::clone(&context), request.method().clone(), peer);
        // The service may do some of its work before there is a future.
        let work = Arc::clone(&context).sync_scope(|| self.inner.call(request));
        TelemetryFuture { work: context.scope(work), span: Some(span), has_id }
    }
}

/// Hands the metrics to the route that shows them.
#[cfg(feature = "metrics")]
fn with_metrics(mut request: Request<Body>, telemetry: &Telemetry) -> Request<Body> {
    if request.uri().path() == crate::metrics::PATH {
        request.extensions_mut().insert(telemetry.metrics().clone());
    }
    request
}

pin_project! {
    /// The future of a [`TelemetryService`].
    #[derive(Debug)]
    pub struct TelemetryFuture<F> {
        // Before the span: what it does while it is dropped belongs to the request.
        #[pin]
        work: ScopeFuture<F>,
        span: Option<RequestSpan>,
        // Whether a listener has given the request its id, and writes it into the response.
        has_id: bool,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for TelemetryFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Ok(mut response) = ready!(this.work.poll(context));
        let Some(mut span) = this.span.take() else { return Poll::Ready(Ok(response)) };
        if !*this.has_id
            && let Ok(id) = HeaderValue::from_str(span.context().request_id())
        {
            response.headers_mut().insert(X_REQUEST_ID, id);
        }
        span.record(&mut response);
        if response.body().size_hint().exact().is_none() {
            response = response.map(|body| Body::new(InstrumentedBody::new(body, span)));
        }
        Poll::Ready(Ok(response))
    }
}
