//! The API as a tower service: finds the route of a request, calls its handler, and turns errors into problem details.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use tracing::error;

use crate::body::Body;
use crate::conditional_headers::ConditionalHeaders;
use crate::config::{ResponseValidation, ServiceConfig};
use crate::content::Content;
use crate::error::{Error, Rejection};
use crate::extract::RequestContext;
use crate::limiters::Limiters;
use crate::memory_budget::MemoryBudget;
use crate::mock::mock_response;
use crate::negotiate::preferred;
use crate::preconditions::evaluate;
use crate::problem::{PROBLEM_JSON, Problem, ProblemView, RenderProblem};
use crate::response::{ACCEPT_PATCH, Response, ResponseBody};
use crate::response_memory::reserved;
use crate::router::{Found, Methods, Route, RouteError, Router};
use crate::scope::RequestScope;
use crate::timed_out::{timed_out, unknown_outcome};
use crate::upload_slots::UploadSlots;

/// When a client may retry after a dependency was unavailable or in a state that passes, in seconds.
const RETRY_AFTER_UNAVAILABLE: &str = "5";

/// The operations of an API as a [`tower_service::Service`]. Clones share the API.
#[derive(Debug)]
pub struct ApiService<A: 'static>(Arc<Inner<A>>);

#[derive(Debug)]
struct Inner<A: 'static> {
    api: A,
    router: Router<A>,
    config: ServiceConfig,
    limiters: Arc<Limiters>,
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
    pub fn new(api: A, routes: Vec<Route<A>>, config: ServiceConfig) -> Result<Self, RouteError> {
        let router = Router::new(routes)?;
        let limiters = Arc::new(Limiters::new(&config));
        Ok(Self(Arc::new(Inner { api, router, config, limiters })))
    }

    /// The API that the routes are called on.
    #[must_use]
    pub fn api(&self) -> &A {
        &self.0.api
    }

    /// The uploads in progress, which middleware does not count as ordinary requests.
    #[must_use]
    pub fn upload_slots(&self) -> &UploadSlots {
        &self.0.limiters.uploads
    }

    /// The memory of the bodies that are buffered.
    #[must_use]
    pub fn memory_budget(&self) -> &MemoryBudget {
        &self.0.limiters.memory
    }

    /// The path templates of the routes, each at the position that [`RequestScope::route`] returns.
    #[must_use]
    pub fn templates(&self) -> &[&'static str] {
        self.0.router.templates()
    }
}

impl<A: Send + Sync> tower_service::Service<Request<Body>> for ApiService<A> {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { Ok(inner.respond(request).await) })
    }
}

impl<A: Send + Sync> Inner<A> {
    async fn respond(&self, request: Request<Body>) -> http::Response<Body> {
        let (parts, body) = request.into_parts();
        let scope =
            RequestScope::current().unwrap_or_else(|| RequestScope::unobserved(parts.uri.clone(), &parts.headers));
        let may_reject = parts.method.is_safe();
        let response = self.dispatch(parts, body, &scope).await;
        reserved(encode(response, &scope), &self.limiters.memory, may_reject)
            .unwrap_or_else(|error| encode(Rejection::from(error).into(), &scope))
    }

    async fn dispatch(&self, parts: Parts, body: Body, scope: &Arc<RequestScope>) -> Response {
        match self.router.find(&parts.method, parts.uri.path()) {
            Found::Route(route, path_values, id) => {
                scope.set_route(id);
                match preferred(&parts.headers, route.produces) {
                    Some(response_content_type) => {
                        let limiters = Arc::clone(&self.limiters);
                        let request = RequestContext::new(
                            parts,
                            body,
                            self.config,
                            limiters,
                            path_values,
                            route.consumes,
                            response_content_type,
                        );
                        self.call(route, request, scope).await
                    }
                    None => not_acceptable(route.produces),
                }
            }
            Found::OtherMethods(methods, id) => {
                scope.set_route(id);
                other_method(&parts.method, methods)
            }
            Found::Nothing => {
                let problem = Problem::new(format!("no such path: {}", parts.uri.path()));
                Response::problem(StatusCode::NOT_FOUND, problem)
            }
        }
    }

    async fn call(&self, route: &Route<A>, mut request: RequestContext, scope: &Arc<RequestScope>) -> Response {
        let conditional = ConditionalHeaders::of(request.headers());
        if let Some(headers) = &conditional {
            scope.set_conditional_headers(headers);
        }
        let result = match (route.handler)(&self.api, &mut request).await {
            Ok(response) => self.validated(response).await.map(|response| response.logged(scope)),
            Err(error) => Err(error),
        };
        let result = result.or_else(|error| self.mocked(route, request.headers(), error));
        let mut response = match result {
            Ok(response) => match &conditional {
                Some(headers) => evaluate(headers, &request.parts().method, response),
                None => response,
            },
            Err(error) => self.failed(route, error, &mut request, scope),
        };
        if let Some(renderer) = route.renderer {
            let is_default = route.produces.first() == Some(&renderer.media_type());
            response = rendered(renderer, is_default, response, &request, scope);
        }
        if route.renderer.is_some() || route.produces.len() > 1 {
            response.headers.entry(VARY).or_insert(HeaderValue::from_static("accept"));
        }
        response
    }

    /// The response to a request that failed. This is the one place where an error becomes problem details.
    fn failed(&self, route: &Route<A>, error: Error, request: &mut RequestContext, scope: &RequestScope) -> Response {
        let (status, problem) = match error {
            Error::Invalid => (StatusCode::BAD_REQUEST, Problem::invalid(request.take_violations())),
            Error::Rejection(rejection) => return (*rejection).into(),
            other => {
                let cause = other.chain();
                match &other {
                    // Without the operation: an outage is the same error for all of them, and the log counts equal ones.
                    Error::Unavailable(_) => {
                        error!(cause, "dependency unavailable, requests fail; check that it runs and can be reached");
                    }
                    Error::Upstream(_) => error!(cause, "call of an upstream failed"),
                    Error::Transient(_) => error!(cause, "request failed because of the state of a dependency"),
                    _ => error!(operation = route.operation, cause, "operation failed"),
                }
                match other {
                    Error::NotImplemented => {
                        (StatusCode::NOT_IMPLEMENTED, Problem::new("the operation is not implemented"))
                    }
                    Error::TimedOut => return timed_out().into(),
                    Error::UnknownOutcome(_) => return unknown_outcome(scope).into(),
                    Error::Unavailable(_) => {
                        let problem = Problem::new("a dependency is unavailable, try again later");
                        return Response::problem(StatusCode::SERVICE_UNAVAILABLE, problem)
                            .with_text(RETRY_AFTER, RETRY_AFTER_UNAVAILABLE);
                    }
                    Error::Upstream(error) => (error.failure.status(), Problem::new(error.to_string())),
                    Error::Transient(transient) => {
                        return Response::problem(transient.status, Problem::new(transient.detail))
                            .with_text(RETRY_AFTER, RETRY_AFTER_UNAVAILABLE);
                    }
                    _ => (StatusCode::INTERNAL_SERVER_ERROR, Problem::default()),
                }
            }
        };
        Response::problem(status, problem)
    }

    /// An example of the document in place of what is not implemented.
    fn mocked(&self, route: &Route<A>, headers: &HeaderMap, error: Error) -> Result<Response, Error> {
        let Error::NotImplemented = error else { return Err(error) };
        mock_response(self.config.mocks, route.operation, headers).ok_or(error)
    }

    async fn validated(&self, mut response: Response) -> Result<Response, Error> {
        if self.config.validate_responses == ResponseValidation::Off {
            return Ok(response);
        }
        // Buffer streamed bodies so that they can be validated.
        response.payload = match response.payload {
            ResponseBody::Stream(content, schema) => ResponseBody::Json(content.collect().await?, schema),
            other => other,
        };
        let mut violations = match &response.payload {
            ResponseBody::Json(body, schema) => {
                schema.violations(&serde_json::from_slice(body).map_err(Error::from)?).map_err(Error::from)?
            }
            ResponseBody::Text(text, schema) => schema.violations(&schema.read(text)).map_err(Error::from)?,
            _ => Vec::new(),
        };
        for check in &response.checks {
            let found = check.schema.parameter_violations(check.name, &check.value);
            violations.extend(found.map_err(Error::from)?);
        }
        if violations.is_empty() {
            return Ok(response);
        }
        let cause = format!("the response violates the document: {violations:?}");
        if self.config.validate_responses == ResponseValidation::Enforce {
            return Err(Error::internal(cause));
        }
        error!(cause, "invalid response");
        Ok(response)
    }
}

/// The problem in the media type of the renderer, for a client that prefers that to JSON, or has no preference where it `is_default`.
fn rendered(
    renderer: &dyn RenderProblem,
    is_default: bool,
    response: Response,
    request: &RequestContext,
    scope: &RequestScope,
) -> Response {
    let Response { status, mut headers, payload: ResponseBody::Problem(problem), checks } = response else {
        return response;
    };
    // A client that accepts `application/json` also accepts `application/problem+json`.
    let offers = [renderer.media_type(), PROBLEM_JSON, "application/json", renderer.media_type()];
    let offers = if is_default { &offers[..] } else { &offers[1..] };
    let choice = preferred(request.headers(), offers).and_then(|index| offers.get(index));
    let wanted = renderer.covers(status) && choice == Some(&renderer.media_type());
    let view = || ProblemView {
        status,
        problem: &problem,
        path: request.request_path(),
        request_id: scope.request_id(),
        form: request.sent_form(),
    };
    let alternate =
        wanted.then(|| problem.alternate.as_deref().cloned().or_else(|| renderer.render(&view()))).flatten();
    let Some(alternate) = alternate else {
        return Response { status, headers, payload: ResponseBody::Problem(problem), checks };
    };
    if let Some(reason) = problem.reason() {
        scope.set_reason(reason);
    }
    headers.extend(alternate.headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(alternate.media_type));
    Response { status, headers, payload: ResponseBody::Bytes(alternate.body), checks }
}

fn not_acceptable(offers: &[&str]) -> Response {
    let detail = format!("available media types: {}; the Accept header allows none of them", offers.join(" or "));
    Response::problem(StatusCode::NOT_ACCEPTABLE, Problem::new(detail))
}

fn other_method(method: &Method, methods: &Methods) -> Response {
    let allow = &methods.allow;
    let response = if method == Method::OPTIONS {
        Response::empty(StatusCode::NO_CONTENT).with_text(ACCEPT_PATCH, &methods.accept_patch)
    } else {
        Response::problem(
            StatusCode::METHOD_NOT_ALLOWED,
            Problem::new(format!("method {method} not allowed (allowed: {allow})")),
        )
    };
    response.with_text(ALLOW, allow)
}

fn encode(response: Response, scope: &RequestScope) -> http::Response<Body> {
    let Response { status, mut headers, payload, .. } = response;
    let body = match payload {
        ResponseBody::Empty => Body::empty(),
        ResponseBody::Bytes(body) => Body::from(body),
        ResponseBody::Json(body, _) => Body::from(body),
        ResponseBody::Text(text, _) => Body::from(text),
        ResponseBody::Stream(Content { body, .. }, _) | ResponseBody::Content(body) => body,
        ResponseBody::Problem(problem) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
            Body::from(problem.to_json(status, scope))
        }
    };
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
