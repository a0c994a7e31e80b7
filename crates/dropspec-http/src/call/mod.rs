//! One call of an operation, on its way in: what generated code takes the request's parts from.

mod body;
mod form;
mod form_access;
mod items;
#[cfg(feature = "multipart")]
mod multipart;
mod plain;
mod raw;
mod styled;
mod text;
mod upload;

pub use form::Field;
pub use items::Items;
pub use text::cookie_pairs;
pub use upload::{Upload, UploadError};

use http::request::Parts;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::ops::Range;

use crate::body::Body;
use crate::config::Limits;
use crate::fault::Fault;
use crate::problem::Problem;
use crate::reply::Reply;
use dropspec_schema::{Place, Violation};

/// Why a call ends before, or instead of, the operation's own answer.
#[derive(Debug)]
pub enum Refusal {
    /// The input is not what the document describes; the call knows the violations.
    Invalid,
    /// The request fails for another reason that the client can act upon.
    Problem(StatusCode, Problem),
    /// The request fails for a reason that takes more than a problem to say.
    Reply(Box<Reply>),
    /// The operation could not answer.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<dropspec_schema::SchemaError> for Refusal {
    fn from(error: dropspec_schema::SchemaError) -> Self {
        Self::Fault(error.into())
    }
}

/// A request that has found its operation.
pub struct Call {
    parts: Parts,
    body: Option<Body>,
    limits: Limits,
    /// Where in the path the values of its parameters are, in the order of the template.
    path_values: Vec<Range<usize>>,
    /// Which of the route's media types the client likes best.
    produced: usize,
    violations: Vec<Violation>,
    /// The fields of the form that was sent, once they are read.
    sent_form: Option<Vec<(String, String)>>,
}

impl Call {
    pub(crate) fn new(
        parts: Parts,
        body: Body,
        limits: Limits,
        path_values: Vec<Range<usize>>,
        produced: usize,
    ) -> Self {
        Self { parts, body: Some(body), limits, path_values, produced, violations: Vec::new(), sent_form: None }
    }

    /// Which of the media types that the operation can answer the client likes best, by its position in
    /// [`Route::produces`](crate::Route::produces).
    #[must_use]
    pub fn produced(&self) -> usize {
        self.produced
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The path of the request.
    pub(crate) fn request_path(&self) -> &str {
        self.parts.uri.path()
    }

    /// All of the request but its body.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// What holds for all calls.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The violations that were found.
    pub(crate) fn take_violations(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }

    /// The fields of the form that a page has sent, once they are read.
    pub(crate) fn sent_form(&self) -> Option<&[(String, String)]> {
        self.sent_form.as_deref()
    }

    fn path_text(&self, index: usize) -> &str {
        let place = self.path_values.get(index).cloned();
        place.and_then(|place| self.parts.uri.path().get(place)).unwrap_or_default()
    }

    fn invalid_body(&mut self, detail: impl Into<String>) -> Refusal {
        self.violations.push(Violation { place: Place::Pointer(String::new()), detail: detail.into() });
        Refusal::Invalid
    }

    fn invalid_parameter(&mut self, name: &str, detail: &str) -> Refusal {
        let detail = dropspec_schema::with_place(detail, name);
        self.violations.push(Violation { place: Place::Parameter(name.to_owned()), detail });
        Refusal::Invalid
    }

    fn invalid(&mut self, violations: Vec<Violation>) -> Refusal {
        self.violations.extend(violations);
        Refusal::Invalid
    }
}

// Headers, query and cookies may hold credentials, so none of them shows.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { method, uri, .. } = &self.parts;
        f.debug_struct("Call").field("method", method).field("path", &uri.path()).finish_non_exhaustive()
    }
}

/// The value with its whole-number floats as integers, which is what they are to a schema and not to serde.
#[must_use]
pub fn whole_numbers(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => match number.as_f64() {
            #[allow(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(whole_numbers).collect(),
        Value::Object(properties) => properties.into_iter().map(|(name, value)| (name, whole_numbers(value))).collect(),
        other => other,
    }
}
