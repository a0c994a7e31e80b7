//! Problem details ([RFC 9457]): the form of every error that a client receives.
//!
//! [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457

use std::fmt;

use bytes::Bytes;
use dropspec_schema::{ErrorSource, Violation};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::body::Body;
use crate::page::page_headers;
use crate::scope::RequestScope;

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Problem details of a request that failed. The status's title, the path as `instance` and the request id are added when it becomes a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The type of the problem.
    pub kind: ProblemType,
    /// An explanation for the client, without internal details.
    pub detail: Option<String>,
    /// Every violation, when the input was invalid.
    pub errors: Vec<Violation>,
    /// The problem in another media type, where an operation has made it; for clients that prefer it.
    pub alternate: Option<Box<Alternate>>,
}

/// The type of a problem, a URI by which programs recognize it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemType(pub &'static str);

impl ProblemType {
    /// No more than what the status says (RFC 9457, section 4.2.1).
    pub const ABOUT_BLANK: Self = Self("about:blank");
    /// It is not known whether the request was performed.
    pub const UNKNOWN_OUTCOME: Self = Self("urn:dropspec:problem:unknown-outcome");
}

impl Default for ProblemType {
    fn default() -> Self {
        Self::ABOUT_BLANK
    }
}

/// A problem in another media type than JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The media type, with its parameters.
    pub media_type: &'static str,
    /// The headers beside the content type.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// A problem and its request, for a renderer.
#[derive(Debug)]
pub struct ProblemView<'p> {
    /// The status of the response.
    pub status: StatusCode,
    /// The problem details.
    pub problem: &'p Problem,
    /// The path of the request.
    pub path: &'p str,
    /// The id of the request.
    pub request_id: &'p str,
    /// The fields of the form that the request has sent, once they are read.
    pub form: Option<&'p [(String, String)]>,
}

/// Renders the problems of an operation in another media type than JSON, for clients that prefer it.
pub trait RenderProblem: fmt::Debug + Sync {
    /// The media type, without parameters.
    fn media_type(&self) -> &'static str;

    /// Whether problems of this status are described in that media type.
    fn covers(&self, status: StatusCode) -> bool;

    /// The problem in that media type; `None` when it cannot be rendered.
    fn render(&self, view: &ProblemView<'_>) -> Option<Alternate>;
}

impl Alternate {
    /// An HTML page, with the headers of [`Content::page`](crate::Content::page).
    #[must_use]
    pub fn page(html: String) -> Self {
        Self { media_type: "text/html; charset=utf-8", headers: page_headers(), body: html.into() }
    }
}

impl Problem {
    /// A problem with a sentence for the client.
    #[must_use]
    pub fn new(detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..Self::default() }
    }

    /// Invalid input; the first violation is the detail as well.
    #[must_use]
    pub fn invalid(errors: Vec<Violation>) -> Self {
        Self { detail: errors.first().map(|violation| violation.detail.clone()), errors, ..Self::default() }
    }

    /// It is not known whether the request was performed.
    #[must_use]
    pub fn unknown_outcome() -> Self {
        let detail = "the outcome is unknown: the request may have been performed; check before you repeat it";
        Self { kind: ProblemType::UNKNOWN_OUTCOME, ..Self::new(detail) }
    }

    /// Why the request failed, for the log: the sources of the violations without the values, which may be personal data, or else the detail.
    pub(crate) fn reason(&self) -> Option<String> {
        let sources: Vec<String> = self.errors.iter().map(|violation| source(&violation.source)).collect();
        if sources.is_empty() { self.detail.clone() } else { Some(format!("invalid: {}", sources.join(", "))) }
    }

    /// The problem details as JSON.
    pub(crate) fn to_json(&self, status: StatusCode, scope: &RequestScope) -> Vec<u8> {
        if let Some(reason) = self.reason() {
            scope.set_reason(reason);
        }
        let document = Document {
            kind: self.kind.0,
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: self.detail.as_deref(),
            instance: scope.uri().path(),
            request_id: scope.request_id(),
            errors: &self.errors,
        };
        // Serializing a struct of strings and numbers cannot fail.
        serde_json::to_vec(&document).unwrap_or_default()
    }

    /// The response of middleware that ends the current request itself. Outside of a request it has no body.
    #[must_use]
    pub fn into_response(self, status: StatusCode) -> http::Response<Body> {
        let mut response = http::Response::new(Body::empty());
        *response.status_mut() = status;
        if let Some(scope) = RequestScope::current() {
            *response.body_mut() = Body::from(self.to_json(status, &scope));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        }
        response
    }
}

fn source(source: &ErrorSource) -> String {
    match source {
        ErrorSource::Pointer(pointer) if pointer.is_empty() => "body".to_owned(),
        ErrorSource::Pointer(place) | ErrorSource::Parameter(place) => place.clone(),
        ErrorSource::Cell { line, column: Some(column), .. } => format!("line {line} {column}"),
        ErrorSource::Cell { line, .. } => format!("line {line}"),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    instance: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Violation],
}
