//! What every request passes on its way in and its answer on its way out, whatever the operation.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dropshot::Body;
use http::header::{CONNECTION, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode, Version};

use super::config::{ServerConfig, Timeouts};
use super::cors::Cors;
use super::traffic::{Traffic, UnderWay};
use crate::health::{LIVE, READY};
use crate::problem::Problem;
use crate::reply::Reply;

/// The routes of whoever runs the process. They are answered when nobody else is, for that is when they are needed most.
const OPERATORS: [&str; 3] = [LIVE, READY, "/metrics"];

/// When to come again after there was too much to do, in seconds.
const SOON: &str = "1";

/// The limits of a server, and what they are held against.
pub(crate) struct Gate {
    cors: Cors,
    traffic: Arc<Traffic>,
    timeouts: Timeouts,
    max_requests: usize,
    /// Whether the server is about to end.
    ending: AtomicBool,
}

/// A request that has come in.
pub(crate) struct Entered<'g> {
    version: Version,
    /// The page that may read the answer.
    reader: Option<HeaderValue>,
    under_way: UnderWay<&'g Traffic>,
}

impl Gate {
    pub(super) fn new(config: &ServerConfig) -> Self {
        let ServerConfig { timeouts, max_requests, .. } = *config;
        let cors = config.cors.clone();
        Self { cors, traffic: Traffic::new(), timeouts, max_requests, ending: AtomicBool::new(false) }
    }

    pub(crate) fn timeouts(&self) -> &Timeouts {
        &self.timeouts
    }

    pub(super) fn traffic(&self) -> &Arc<Traffic> {
        &self.traffic
    }

    /// From now on the server says that it is not ready.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Counts a request.
    pub(crate) fn enter(&self, request: &Parts, peer: SocketAddr) -> Entered<'_> {
        Entered {
            version: request.version,
            reader: self.cors.reader(&request.headers),
            under_way: self.traffic.enter(peer, request.version),
        }
    }

    /// What the answer to `OPTIONS` says to a browser that asks for a page.
    pub(crate) fn preflight(&self, request: &HeaderMap, methods: &str) -> HeaderMap {
        self.cors.preflight(request, methods)
    }

    /// The answer to a request that is not to reach the operation at `path`, a template.
    pub(crate) fn refusal(&self, path: &str) -> Option<Reply> {
        let is_full = self.traffic.total() > self.max_requests;
        if is_full && !OPERATORS.contains(&path) {
            return Some(unavailable("too many requests are under way, try again later"));
        }
        self.ending().filter(|_| path == READY).map(unavailable)
    }

    /// Says why the server is not ready any more, once it is about to end.
    pub(crate) fn ending(&self) -> Option<&'static str> {
        self.ending.load(Ordering::Relaxed).then_some("the service is about to end")
    }

    /// Finishes an answer.
    pub(crate) fn leave(&self, answer: Response<Body>, entered: Entered<'_>) -> Response<Body> {
        let Entered { version, reader, under_way } = entered;
        let mut answer = answer.map(|body| under_way.until_sent(&self.traffic, body));
        self.cors.show(reader, answer.headers_mut());
        // HTTP/2 says it in a frame of its own.
        if self.ending.load(Ordering::Relaxed) && version < Version::HTTP_2 {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").field("under_way", &self.traffic.total()).finish_non_exhaustive()
    }
}

fn unavailable(detail: &str) -> Reply {
    Reply::problem(StatusCode::SERVICE_UNAVAILABLE, Problem::new(detail)).with_text(RETRY_AFTER, SOON)
}

/// The answer to a client that has stopped to send its request.
pub(super) fn stalled() -> Reply {
    let problem = Problem::new("the body did not come in time");
    // Nobody knows where the next request would begin.
    Reply::problem(StatusCode::REQUEST_TIMEOUT, problem).with_text(CONNECTION, "close")
}

/// The answer for an operation that took too long.
pub(super) fn late() -> Reply {
    unavailable("the answer took too long, try again later")
}
