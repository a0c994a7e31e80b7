//! One request, from its head to the end of its answer.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use dropshot::Body;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, Uri};
use http_body::{Body as _, Frame, SizeHint};
use slog::Logger;

use super::Observer;
use super::current::Current;
use super::log::{Access, milliseconds};
use super::metrics::Requests;
use super::trace_context::TraceContext;

/// Observes the requests of one server.
#[derive(Debug)]
pub(crate) struct Watch {
    observer: Observer,
    requests: Arc<Requests>,
}

/// A request that is being observed. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Observation {
    watch: Arc<Watch>,
    current: Arc<Current>,
    started: Instant,
    method: Method,
    uri: Uri,
    peer: SocketAddr,
    /// The place of its route, once it is found.
    place: Option<usize>,
    /// The status of its answer, once there is one.
    status: Option<StatusCode>,
    /// How much of the answer's body has been sent.
    bytes: u64,
}

/// What is told of a client that has not waited: it is no status of HTTP, but one that nginx has made known.
const GONE: u16 = 499;

impl Watch {
    /// Observes requests to routes of these templates.
    pub(crate) fn new(observer: Observer, templates: Vec<&'static str>) -> Arc<Self> {
        let requests = observer.metrics().requests(templates);
        Arc::new(Self { observer, requests })
    }

    /// What observes them.
    pub(crate) fn observer(&self) -> &Observer {
        &self.observer
    }

    /// A request has come.
    pub(crate) fn begin(self: &Arc<Self>, parts: &Parts, request_id: &str, peer: SocketAddr) -> Observation {
        self.requests.begin();
        let trace = TraceContext::of(&parts.headers, request_id);
        Observation {
            watch: Arc::clone(self),
            current: self.observer.begin(request_id, trace),
            started: Instant::now(),
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            peer,
            place: None,
            status: None,
            bytes: 0,
        }
    }
}

impl Observation {
    /// What the work on the request can know of it.
    pub(crate) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current)
    }

    /// The path.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The id, as the answer has it.
    pub(crate) fn request_id(&self) -> &str {
        &self.current.request_id
    }

    /// The figures of the process, as text.
    pub(crate) fn metrics(&self) -> String {
        self.watch.observer.render()
    }

    /// A log whose records name the request.
    pub(crate) fn log(&self) -> Logger {
        self.current.log(self.watch.observer.logger())
    }

    /// Its route is found.
    pub(crate) fn found(&mut self, place: usize) {
        self.place = Some(place);
    }

    /// It is answered; what is sent on without a known length is observed until its end.
    pub(crate) fn answered(mut self, mut response: Response<Body>) -> Response<Body> {
        self.status = Some(response.status());
        if self.watch.observer.tells_timing() {
            response.headers_mut().insert("server-timing", self.timing());
        }
        match response.body().size_hint().exact() {
            Some(length) => {
                self.bytes = if self.method == Method::HEAD { 0 } else { length };
                response
            }
            None => response.map(|body| Body::wrap(Observed { body, observation: self })),
        }
    }

    /// What took how long up to now ([Server Timing](https://www.w3.org/TR/server-timing/)).
    fn timing(&self) -> HeaderValue {
        let mut text = b"db;dur=".to_vec();
        milliseconds(self.current.database(), &mut text);
        text.extend_from_slice(b", total;dur=");
        milliseconds(self.started.elapsed(), &mut text);
        // Digits and names can stand in a header.
        HeaderValue::from_bytes(&text).unwrap_or_else(|_| HeaderValue::from_static("total"))
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        let ended = Instant::now();
        let (latency, database) = (ended - self.started, self.current.database());
        let status = self.status.or_else(|| StatusCode::from_u16(GONE).ok()).unwrap_or_default();
        let Watch { observer, requests } = &*self.watch;
        requests.end(self.place, &self.method, status, latency, database);
        let access = Access {
            ended: SystemTime::now(),
            request_id: &self.current.request_id,
            trace: &self.current.trace,
            method: self.method.as_str(),
            route: requests.template(self.place),
            path: self.uri.path(),
            status: status.as_u16(),
            latency,
            database,
            bytes: self.bytes,
            peer: self.peer,
        };
        observer.end(&self.current, &access, ended);
    }
}

/// A body, until it is sent.
struct Observed {
    body: Body,
    observation: Observation,
}

impl http_body::Body for Observed {
    type Data = Bytes;
    type Error = <Body as http_body::Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let current = self.observation.current();
        let frame = current.sync_scope(|| Pin::new(&mut self.body).poll_frame(context));
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            self.observation.bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
