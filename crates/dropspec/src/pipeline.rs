//! The way of a request: route, negotiate, call, encode; and every error as a problem document.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use dropshot::Body;
use futures_util::FutureExt;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use slog::error;

use crate::call::{Call, Refusal};
use crate::config::{FromVariable, Size, Variables};
use crate::content::Content;
use crate::fault::Fault;
use crate::mock::Mock;
use crate::negotiate::preferred;
use crate::observe::{Observation, Observer, Watch};
use crate::problem::{PROBLEM_JSON, Problem};
use crate::reply::{ACCEPT_PATCH, Payload, Reply};
use crate::router::{Found, Methods, Route, RouteError, Router};
use crate::security::Anonymous;
use crate::server::deadline::in_time;
use crate::server::gate::Gate;
use crate::server::incoming::Incoming;
use crate::server::leftover;
use crate::table::html::{Page, Pages, Told};

/// When to come again after something could not be reached, in seconds.
const LATER: &str = "5";

/// What holds for all requests of a service.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body that is taken, in bytes.
    pub body: usize,
    /// The largest body that is taken where an operation reads it as it comes, in bytes.
    pub upload: usize,
    /// What becomes of an answer that its schema does not allow.
    pub validate_responses: ResponseValidation,
    /// What becomes of calls without credentials, where those are one alternative of several.
    pub anonymous: Anonymous,
    /// What operations that are not implemented answer in place of 501.
    pub mocks: &'static [Mock],
}

/// What becomes of an answer that its schema does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseValidation {
    /// It is sent; answers are not looked at.
    Off,
    /// It is sent, and the log says what is wrong with it.
    Log,
    /// The client gets a 500 instead, and the log says why.
    Refuse,
}

impl Default for Limits {
    /// 1 MiB, and 1 GiB as it comes; answers are validated in debug builds.
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            upload: 1024 * 1024 * 1024,
            validate_responses: ResponseValidation::default(),
            anonymous: Anonymous::default(),
            mocks: &[],
        }
    }
}

impl Limits {
    /// Reads `_AUTH`, `_MAX_BODY` and `_VALIDATE_RESPONSES`.
    pub fn read(variables: &mut Variables) -> Self {
        let default = Self::default();
        Self {
            anonymous: variables.read("_AUTH", default.anonymous),
            body: variables.read("_MAX_BODY", Size(default.body)).0,
            validate_responses: variables.read("_VALIDATE_RESPONSES", default.validate_responses),
            ..default
        }
    }
}

impl Default for ResponseValidation {
    /// Answers are validated in debug builds.
    fn default() -> Self {
        if cfg!(debug_assertions) { Self::Refuse } else { Self::Off }
    }
}

impl FromVariable for ResponseValidation {
    const EXPECTED: &str = "off, log or refuse";

    fn from_variable(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "log" => Some(Self::Log),
            "refuse" => Some(Self::Refuse),
            _ => None,
        }
    }
}

/// A service: routes, and what they are called on.
#[derive(Debug)]
pub(crate) struct Pipeline<A: 'static> {
    api: A,
    router: Router<A>,
    limits: Limits,
    watch: Arc<Watch>,
    gate: Arc<Gate>,
}

impl<A: Send + Sync> Pipeline<A> {
    pub(crate) fn new(
        api: A,
        routes: Vec<Route<A>>,
        limits: Limits,
        observer: Observer,
        gate: Arc<Gate>,
    ) -> Result<Self, RouteError> {
        let router = Router::new(routes)?;
        let watch = Watch::new(observer, router.templates().to_vec());
        Ok(Self { api, router, limits, watch, gate })
    }

    /// What the routes are called on.
    pub(crate) fn api(&self) -> &A {
        &self.api
    }

    /// What observes the requests.
    pub(crate) fn observer(&self) -> &Observer {
        self.watch.observer()
    }

    /// Says why the service is not ready any more, once it is about to end.
    pub(crate) fn ending(&self) -> Option<&'static str> {
        self.gate.ending()
    }

    /// Answers a request, whatever it is.
    pub(crate) async fn answer(&self, request: Request<Body>, request_id: &str, peer: SocketAddr) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let entered = self.gate.enter(&parts, peer);
        let mut seen = self.watch.begin(&parts, request_id, peer);
        let body = Incoming::new(body, self.gate.timeouts().read);
        let reply = seen.current().scope(self.reply(parts, body, &mut seen)).await;
        let response = self.gate.leave(encode(reply, &seen), entered);
        seen.answered(response)
    }

    async fn reply(&self, parts: Parts, body: Incoming, seen: &mut Observation) -> Reply {
        let (reply, unread) = match self.router.find(&parts.method, parts.uri.path()) {
            Found::Route(route, path_values, place) => {
                seen.found(place);
                match self.admit(route, &parts.headers) {
                    Ok(produced) => {
                        let call = Call::new(parts, body, self.limits, path_values, produced);
                        self.call(route, call, seen).await
                    }
                    Err(refusal) => (*refusal, Some(body)),
                }
            }
            Found::OtherMethods(methods, place) => {
                seen.found(place);
                let mut reply = other_method(&parts.method, methods);
                if parts.method == Method::OPTIONS {
                    reply.headers.extend(self.gate.preflight(&parts.headers, &methods.allow));
                }
                (reply, Some(body))
            }
            Found::Nothing => {
                let problem = Problem::new(format!("there is nothing at {}", parts.uri.path()));
                (Reply::problem(StatusCode::NOT_FOUND, problem), Some(body))
            }
        };
        if let Some(body) = unread {
            leftover::discard(body);
        }
        reply
    }

    /// Lets a request through to its operation, and says which of its media types is to be answered.
    fn admit(&self, route: &Route<A>, headers: &HeaderMap) -> Result<usize, Box<Reply>> {
        if let Some(refusal) = self.gate.refusal(route.path) {
            return Err(Box::new(refusal));
        }
        preferred(headers, route.produces).ok_or_else(|| Box::new(not_acceptable(route.produces)))
    }

    /// The reply, and what nobody has read of the body.
    async fn call(&self, route: &Route<A>, mut call: Call, seen: &Observation) -> (Reply, Option<Incoming>) {
        let progress = call.body_progress();
        // The handler's function runs within the guard as well, not only the future that it makes.
        let work = AssertUnwindSafe(async { (route.handler)(&self.api, &mut call).await }).catch_unwind();
        let answer = match in_time(self.gate.timeouts().request, progress, work).await {
            Ok(answer) => answer,
            Err(reply) => return (reply, call.into_unread()),
        };
        let answer =
            answer.unwrap_or_else(|panic| Err(Fault::from(format!("panic: {}", panic_message(&*panic))).into()));
        let answer = match answer {
            Ok(reply) => self.validated(reply, seen).await.map(|reply| reply.watched(seen)),
            refused => refused,
        };
        let answer = answer.or_else(|refusal| self.mocked(route, &call, refusal));
        let mut reply = match answer {
            Ok(reply) => reply,
            Err(Refusal::Invalid) => Reply::problem(StatusCode::BAD_REQUEST, Problem::invalid(call.take_violations())),
            Err(Refusal::Problem(status, problem)) => Reply::problem(status, problem),
            Err(Refusal::Reply(reply)) => *reply,
            Err(Refusal::Fault(fault)) => {
                error!(seen.log(), "operation failed"; "operation" => route.operation, "cause" => chain(fault.cause()));
                faulty(&fault)
            }
        };
        if let Some(pages) = route.pages {
            reply = paged(pages, reply, &call, seen.request_id());
        }
        if route.pages.is_some() || route.produces.len() > 1 {
            reply.headers.entry(VARY).or_insert(HeaderValue::from_static("accept"));
        }
        (reply, call.into_unread())
    }

    /// An example in place of what is not implemented.
    fn mocked(&self, route: &Route<A>, call: &Call, refusal: Refusal) -> Result<Reply, Refusal> {
        let Refusal::Fault(Fault::NotImplemented(_)) = refusal else { return Err(refusal) };
        let mocks: Vec<&Mock> = self.limits.mocks.iter().filter(|mock| mock.operation == route.operation).collect();
        let offers: Vec<&str> = mocks.iter().map(|mock| mock.media_type).collect();
        let mock = preferred(call.headers(), &offers).and_then(|place| mocks.get(place));
        mock.map(|mock| mock.reply()).ok_or(refusal)
    }

    async fn validated(&self, mut reply: Reply, seen: &Observation) -> Result<Reply, Refusal> {
        if self.limits.validate_responses == ResponseValidation::Off {
            return Ok(reply);
        }
        // What is to be looked at has to be there.
        reply.payload = match reply.payload {
            Payload::Stream(content, schema) => Payload::Json(content.collect().await?, schema),
            other => other,
        };
        let mut violations = match &reply.payload {
            Payload::Json(body, schema) => schema.violations(&serde_json::from_slice(body).map_err(Fault::from)?)?,
            Payload::Text(text, schema) => schema.violations(&schema.read(text))?,
            _ => Vec::new(),
        };
        for check in &reply.checks {
            violations.extend(check.schema.parameter_violations(check.name, &check.value)?);
        }
        if violations.is_empty() {
            return Ok(reply);
        }
        let cause = format!("the answer is not as the document describes it: {violations:?}");
        if self.limits.validate_responses == ResponseValidation::Refuse {
            return Err(Fault::from(cause).into());
        }
        error!(seen.log(), "answer is invalid"; "cause" => cause);
        Ok(reply)
    }
}

fn faulty(fault: &Fault) -> Reply {
    match fault {
        Fault::Internal(_) => Reply::problem(StatusCode::INTERNAL_SERVER_ERROR, Problem::default()),
        Fault::NotImplemented(_) => {
            Reply::problem(StatusCode::NOT_IMPLEMENTED, Problem::new("the service does not do this yet"))
        }
        Fault::Unavailable(_) => Reply::problem(
            StatusCode::SERVICE_UNAVAILABLE,
            Problem::new("what the service depends on cannot be reached, try again later"),
        )
        .with_text(RETRY_AFTER, LATER),
    }
}

/// A problem as a page, for a client that likes that better.
fn paged(pages: Pages, reply: Reply, call: &Call, request_id: &str) -> Reply {
    let Reply { status, mut headers, payload: Payload::Problem(problem), checks } = reply else { return reply };
    // Whoever takes JSON takes a problem that is JSON.
    let offers = [PROBLEM_JSON, "application/json", Page::MEDIA_TYPE];
    let wanted = pages.has(status) && preferred(call.headers(), &offers) == Some(2);
    let told = || Told { status, problem: &problem, path: call.request_path(), request_id, form: call.sent_form() };
    let page = wanted.then(|| problem.page.as_deref().cloned().map_or_else(|| pages.problem(&told()), Ok));
    let Some(Ok(page)) = page else { return Reply { status, headers, payload: Payload::Problem(problem), checks } };
    headers.extend(Page::headers());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Reply { status, headers, payload: Payload::Bytes(page.0.into()), checks }
}

fn not_acceptable(offers: &[&str]) -> Reply {
    let detail = format!("the answer can be {}, which the Accept header rules out", offers.join(" or "));
    Reply::problem(StatusCode::NOT_ACCEPTABLE, Problem::new(detail))
}

fn other_method(method: &Method, methods: &Methods) -> Reply {
    let allow = &methods.allow;
    let reply = if method == Method::OPTIONS {
        Reply::empty(StatusCode::NO_CONTENT).with_text(ACCEPT_PATCH, &methods.accept_patch)
    } else {
        Reply::problem(StatusCode::METHOD_NOT_ALLOWED, Problem::new(format!("{method} is not among {allow}")))
    };
    reply.with_text(ALLOW, allow)
}

fn encode(reply: Reply, seen: &Observation) -> Response<Body> {
    let Reply { status, mut headers, payload, .. } = reply;
    let body = match payload {
        Payload::Empty => Body::empty(),
        Payload::Bytes(body) => Body::from(body),
        Payload::Json(body, _) => Body::from(body),
        Payload::Text(text, _) => Body::from(text),
        Payload::Stream(Content { body, .. }, _) | Payload::Content(body) => body,
        Payload::Problem(problem) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
            Body::from(problem.to_json(status, seen.path(), seen.request_id()))
        }
        Payload::Metrics => Body::from(seen.metrics()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

pub(crate) fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}

/// An error with its sources, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}
