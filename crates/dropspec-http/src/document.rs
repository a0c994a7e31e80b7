//! `/openapi.yaml` and `/openapi.json`: the document, verbatim.

use http::{Method, StatusCode};

use crate::response::Response;
use crate::router::Route;

/// The document that a service was generated from.
pub trait Document: 'static {
    /// The document as its authors wrote it.
    const YAML: &'static str;
    /// The same document as JSON.
    const JSON: &'static str;
    /// The operations that can be called without credentials.
    const ANONYMOUS: &'static [AnonymousOperation] = &[];
}

/// An operation that can be called without credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnonymousOperation {
    /// The document's `operationId`.
    pub operation: &'static str,
    /// The method.
    pub method: &'static Method,
    /// Whether it also accepts credentials, so that a service can require them.
    pub accepts_credentials: bool,
}

impl AnonymousOperation {
    /// Describes an operation that can be called without credentials.
    #[must_use]
    pub const fn new(operation: &'static str, method: &'static Method, accepts_credentials: bool) -> Self {
        Self { operation, method, accepts_credentials }
    }
}

/// The routes of the document.
#[must_use]
pub fn routes<A: Send + Sync, D: Document>() -> Vec<Route<A>> {
    let yaml = Route {
        operation: "openapi_yaml",
        method: Method::GET,
        path: "/openapi.yaml",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_: &A, _| Box::pin(async { Ok(Response::bytes(StatusCode::OK, "application/yaml", D::YAML)) }),
    };
    let json = Route {
        operation: "openapi_json",
        method: Method::GET,
        path: "/openapi.json",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_: &A, _| Box::pin(async { Ok(Response::bytes(StatusCode::OK, "application/json", D::JSON)) }),
    };
    vec![yaml, json]
}
