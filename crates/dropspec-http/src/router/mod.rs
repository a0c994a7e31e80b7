//! From method and path to an operation.

mod template;
mod tree;

use std::fmt;
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;

use http::Method;

use crate::error::Error;
use crate::extract::RequestContext;
use crate::problem::RenderProblem;
use crate::response::Response;
use crate::scope::RouteId;
use tree::Tree;

/// The methods that a service responds to.
pub const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

/// The future of a handler.
pub type HandlerFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>>;

/// An operation of a document: its method and path, and its handler.
pub struct Route<A: 'static> {
    /// The document's `operationId`.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, as `/people/{uuid}`.
    pub path: &'static str,
    /// The media types of its request body; empty when it has none.
    pub consumes: &'static [&'static str],
    /// The media types of its success, for negotiation; empty when it has no body.
    pub produces: &'static [&'static str],
    /// Renders its problems for clients that prefer another media type; `None` where they are always JSON.
    pub renderer: Option<&'static dyn RenderProblem>,
    /// Extracts the input, calls the implementation, and makes a response of its result.
    pub handler: for<'a> fn(&'a A, &'a mut RequestContext) -> HandlerFuture<'a>,
}

impl<A> fmt::Debug for Route<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.operation)
    }
}

/// Adds routes that a service has by default, apart from those whose method and path an operation of the document has.
pub fn add_defaults<A>(routes: &mut Vec<Route<A>>, defaults: Vec<Route<A>>) {
    for default in defaults {
        let segments = template::parse(default.path);
        let is_same = |route: &Route<A>| route.method == default.method && template::parse(route.path) == segments;
        if !routes.iter().any(is_same) {
            routes.push(default);
        }
    }
}

/// Why a set of routes cannot be combined.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// A template is malformed.
    #[error("the path {path} cannot be routed: {reason}")]
    Path {
        /// The template.
        path: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two operations have the same method, and templates that match the same paths.
    #[error("two operations match {method} {path}")]
    Method {
        /// The method of both.
        method: Method,
        /// The path of both.
        path: &'static str,
    },
}

/// The result of a lookup.
pub(crate) enum Found<'r, A: 'static> {
    Route(&'r Route<A>, Vec<Range<usize>>, RouteId),
    OtherMethods(&'r Methods, RouteId),
    Nothing,
}

/// All routes of a service.
#[derive(Debug)]
pub(crate) struct Router<A: 'static> {
    paths: Tree<PathRoutes<A>>,
    templates: Vec<&'static str>,
}

#[derive(Debug)]
struct PathRoutes<A: 'static> {
    routes: Vec<Route<A>>,
    methods: Methods,
    id: RouteId,
}

/// The methods of a path, as headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Methods {
    /// `Allow` (RFC 9110, section 10.2.1).
    pub(crate) allow: String,
    /// `Accept-Patch` (RFC 5789, section 3.1); empty where there is no PATCH.
    pub(crate) accept_patch: String,
}

impl<A> Router<A> {
    pub(crate) fn new(routes: Vec<Route<A>>) -> Result<Self, RouteError> {
        let mut templates = Vec::new();
        let mut paths: Tree<PathRoutes<A>> = Tree::default();
        for route in routes {
            let path = route.path;
            let segments = template::parse(path).map_err(|reason| RouteError::Path { path, reason })?;
            // Templates that differ in the names of their parameters only are one path.
            let routes = paths.place(segments).get_or_insert_with(|| {
                templates.push(path);
                PathRoutes { routes: Vec::new(), methods: Methods::default(), id: templates.len() - 1 }
            });
            routes.add(route)?;
        }
        Ok(Self { paths, templates })
    }

    /// The path templates, each at its place.
    pub(crate) fn templates(&self) -> &[&'static str] {
        &self.templates
    }

    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_, A> {
        let mut values = Vec::new();
        let Some(found) = self.paths.find(path, &mut values) else {
            return Found::Nothing;
        };
        let of = |method: &Method| found.routes.iter().find(|route| route.method == *method);
        // HEAD is GET without the body, which hyper leaves out, unless it is an operation of its own.
        let route = of(method).or_else(|| (method == Method::HEAD).then(|| of(&Method::GET)).flatten());
        match route {
            Some(route) => Found::Route(route, values, found.id),
            None => Found::OtherMethods(&found.methods, found.id),
        }
    }
}

impl<A> PathRoutes<A> {
    fn add(&mut self, route: Route<A>) -> Result<(), RouteError> {
        if self.routes.iter().any(|other| other.method == route.method) {
            return Err(RouteError::Method { method: route.method, path: route.path });
        }
        self.routes.push(route);
        self.methods = Methods { allow: self.allowed_methods(), accept_patch: self.accepted_patches() };
        Ok(())
    }

    fn accepted_patches(&self) -> String {
        let patch = self.routes.iter().find(|route| route.method == Method::PATCH);
        patch.map_or_else(String::new, |route| route.consumes.join(", "))
    }

    fn allowed_methods(&self) -> String {
        let mut methods: Vec<&str> = self.routes.iter().map(|route| route.method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        methods.sort_unstable();
        methods.dedup();
        methods.join(", ")
    }
}
