//! The API as a tower service: finds the route of a request, calls its handler, and turns errors into problem details.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use tracing::error;

use crate::body::Body;
use crate::call::{Call, Refusal};
use crate::config::{Limits, ResponseValidation};
use crate::content::Content;
use crate::context::RequestContext;
use crate::fault::Fault;
use crate::mock::Mock;
use crate::negotiate::preferred;
use crate::problem::{PROBLEM_JSON, Problem, ProblemView, RenderProblem};
use crate::reply::{ACCEPT_PATCH, Payload, Reply};
use crate::router::{Found, Methods, Route, RouteError, Router};

/// When a client may retry after a dependency was unavailable, in seconds.
const RETRY_AFTER_UNAVAILABLE: &str = "5";

/// The operations of an API as a [`tower_service::Service`]. Clones share the API.
#[derive(Debug)]
pub struct ApiService<A: 'static>(Arc<Inner<A>>);

#[derive(Debug)]
struct Inner<A: 'static> {
    api: A,
    router: Router<A>,
    limits: Limits,
}

impl<A> Clone for ApiService<A> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<A: Send + Sync> ApiService<A> {
    /// A service that calls the routes on `api`.
    ///
    /// # Errors
    /// When two routes collide, or a path template is malformed.
    pub fn new(api: A, routes: Vec<Route<A>>, limits: Limits) -> Result<Self, RouteError> {
        let router = Router::new(routes)?;
        Ok(Self(Arc::new(Inner { api, router, limits })))
    }

    /// The API that the routes are called on.
    #[must_use]
    pub fn api(&self) -> &A {
        &self.0.api
    }

    /// The path templates of the routes, each at the position that [`RequestContext::route`] returns.
    #[must_use]
    pub fn templates(&self) -> &[&'static str] {
        self.0.router.templates()
    }
}

impl<A: Send + Sync> tower_service::Service<Request<Body>> for ApiService<A> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { Ok(inner.respond(request).await) })
    }
}

impl<A: Send + Sync> Inner<A> {
    async fn respond(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let context =
            RequestContext::current().unwrap_or_else(|| RequestContext::unobserved(parts.uri.clone(), &parts.headers));
        let reply = self.dispatch(parts, body, &context).await;
        encode(reply, &context)
    }

    async fn dispatch(&self, parts: Parts, body: Body, context: &Arc<RequestContext>) -> Reply {
        match self.router.find(&parts.method, parts.uri.path()) {
            Found::Route(route, path_values, id) => {
                context.set_route(id);
                match preferred(&parts.headers, route.produces) {
                    Some(produced) => {
                        let call = Call::new(parts, body, self.limits, path_values, produced);
                        self.call(route, call, context).await
                    }
                    None => not_acceptable(route.produces),
                }
            }
            Found::OtherMethods(methods, id) => {
                context.set_route(id);
                other_method(&parts.method, methods)
            }
            Found::Nothing => {
                let problem = Problem::new(format!("there is nothing at {}", parts.uri.path()));
                Reply::problem(StatusCode::NOT_FOUND, problem)
            }
        }
    }

    async fn call(&self, route: &Route<A>, mut call: Call, context: &Arc<RequestContext>) -> Reply {
        let result = match (route.handler)(&self.api, &mut call).await {
            Ok(reply) => self.validated(reply).await.map(|reply| reply.logged(context)),
            Err(refusal) => Err(refusal),
        };
        let result = result.or_else(|refusal| self.mocked(route, call.headers(), refusal));
        let mut reply = match result {
            Ok(reply) => reply,
            Err(Refusal::Invalid) => Reply::problem(StatusCode::BAD_REQUEST, Problem::invalid(call.take_violations())),
            Err(Refusal::Problem(status, problem)) => Reply::problem(status, problem),
            Err(Refusal::Reply(reply)) => *reply,
            Err(Refusal::Fault(fault)) => {
                error!(operation = route.operation, cause = chain(fault.cause()), "operation failed");
                faulty(&fault)
            }
        };
        if let Some(renderer) = route.renderer {
            reply = rendered(renderer, reply, &call, context);
        }
        if route.renderer.is_some() || route.produces.len() > 1 {
            reply.headers.entry(VARY).or_insert(HeaderValue::from_static("accept"));
        }
        reply
    }

    /// An example of the document in place of what is not implemented.
    fn mocked(&self, route: &Route<A>, headers: &HeaderMap, refusal: Refusal) -> Result<Reply, Refusal> {
        let Refusal::Fault(Fault::NotImplemented(_)) = refusal else { return Err(refusal) };
        let mocks: Vec<&Mock> = self.limits.mocks.iter().filter(|mock| mock.operation == route.operation).collect();
        let offers: Vec<&str> = mocks.iter().map(|mock| mock.media_type).collect();
        let mock = preferred(headers, &offers).and_then(|index| mocks.get(index));
        mock.map(|mock| mock.reply()).ok_or(refusal)
    }

    async fn validated(&self, mut reply: Reply) -> Result<Reply, Refusal> {
        if self.limits.validate_responses == ResponseValidation::Off {
            return Ok(reply);
        }
        // Buffer streamed bodies so that they can be validated.
        reply.payload = match reply.payload {
            Payload::Stream(content, schema) => Payload::Json(content.collect().await?, schema),
            other => other,
        };
        let mut violations = match &reply.payload {
            Payload::Json(body, schema) => {
                schema.violations(&serde_json::from_slice(body).map_err(Fault::from)?).map_err(Fault::from)?
            }
            Payload::Text(text, schema) => schema.violations(&schema.read(text)).map_err(Fault::from)?,
            _ => Vec::new(),
        };
        for check in &reply.checks {
            let found = check.schema.parameter_violations(check.name, &check.value);
            violations.extend(found.map_err(Fault::from)?);
        }
        if violations.is_empty() {
            return Ok(reply);
        }
        let cause = format!("the answer is not as the document describes it: {violations:?}");
        if self.limits.validate_responses == ResponseValidation::Refuse {
            return Err(Fault::from(cause).into());
        }
        error!(cause, "answer is invalid");
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
        .with_text(RETRY_AFTER, RETRY_AFTER_UNAVAILABLE),
    }
}

/// The problem in the media type of the renderer, for a client that prefers that to JSON.
fn rendered(renderer: &dyn RenderProblem, reply: Reply, call: &Call, context: &RequestContext) -> Reply {
    let Reply { status, mut headers, payload: Payload::Problem(problem), checks } = reply else { return reply };
    // A client that accepts `application/json` also accepts `application/problem+json`.
    let offers = [PROBLEM_JSON, "application/json", renderer.media_type()];
    let wanted = renderer.covers(status) && preferred(call.headers(), &offers) == Some(2);
    let view = || ProblemView {
        status,
        problem: &problem,
        path: call.request_path(),
        request_id: context.request_id(),
        form: call.sent_form(),
    };
    let alternate =
        wanted.then(|| problem.alternate.as_deref().cloned().or_else(|| renderer.render(&view()))).flatten();
    let Some(alternate) = alternate else {
        return Reply { status, headers, payload: Payload::Problem(problem), checks };
    };
    headers.extend(alternate.headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(alternate.media_type));
    Reply { status, headers, payload: Payload::Bytes(alternate.body), checks }
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

fn encode(reply: Reply, context: &RequestContext) -> Response<Body> {
    let Reply { status, mut headers, payload, .. } = reply;
    let body = match payload {
        Payload::Empty => Body::empty(),
        Payload::Bytes(body) => Body::from(body),
        Payload::Json(body, _) => Body::from(body),
        Payload::Text(text, _) => Body::from(text),
        Payload::Stream(Content { body, .. }, _) | Payload::Content(body) => body,
        Payload::Problem(problem) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
            Body::from(problem.to_json(status, context))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
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
