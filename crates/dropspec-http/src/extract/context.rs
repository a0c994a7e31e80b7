//! The request of an operation, from which generated handlers extract their input.

use http::HeaderMap;
use http::request::Parts;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::body::Body;
use crate::config::ServiceConfig;
use crate::error::Error;
use crate::limiters::Limiters;
use crate::memory_budget::Reservation;
use crate::upload_slots::UploadSlot;
use dropspec_schema::{ErrorSource, Violation};

/// The request of an operation. Its methods are the extractors that generated handlers use.
///
/// An extractor that fails with [`Error::Invalid`] leaves its violations here, so that a response reports all of them.
pub struct RequestContext {
    pub(super) parts: Parts,
    pub(super) body: Option<Body>,
    pub(super) config: ServiceConfig,
    /// The ranges of the parameter values in the path, in the order of the template.
    pub(super) path_values: Vec<Range<usize>>,
    /// The media types that the body of the route may have.
    pub(super) consumes: &'static [&'static str],
    /// Which of the route's media types the client likes best.
    pub(super) response_content_type: usize,
    pub(super) violations: Vec<Violation>,
    pub(super) limiters: Arc<Limiters>,
    /// The slot of the upload that the body is, until the response is made.
    pub(super) upload_slot: Option<UploadSlot>,
    /// The memory of the body that was read, until the response is made.
    pub(super) reservation: Option<Reservation>,
    /// The fields of the form that was sent, once they are read.
    pub(super) sent_form: Option<Vec<(String, String)>>,
}

impl RequestContext {
    pub(crate) fn new(
        parts: Parts,
        body: Body,
        config: ServiceConfig,
        limiters: Arc<Limiters>,
        path_values: Vec<Range<usize>>,
        consumes: &'static [&'static str],
        response_content_type: usize,
    ) -> Self {
        Self {
            parts,
            body: Some(body),
            config,
            path_values,
            consumes,
            response_content_type,
            violations: Vec::new(),
            limiters,
            upload_slot: None,
            reservation: None,
            sent_form: None,
        }
    }

    /// The media type of the response that the client prefers, by its position in
    /// [`Route::produces`](crate::Route::produces).
    #[must_use]
    pub fn response_content_type(&self) -> usize {
        self.response_content_type
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

    /// The configuration of the service.
    #[must_use]
    pub fn config(&self) -> &ServiceConfig {
        &self.config
    }

    /// The violations that were found.
    pub(crate) fn take_violations(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }

    /// The fields of the form that a page has sent, once they are read.
    pub(crate) fn sent_form(&self) -> Option<&[(String, String)]> {
        self.sent_form.as_deref()
    }

    pub(super) fn path_text(&self, index: usize) -> &str {
        let place = self.path_values.get(index).cloned();
        place.and_then(|place| self.parts.uri.path().get(place)).unwrap_or_default()
    }

    pub(super) fn invalid_body(&mut self, detail: impl Into<String>) -> Error {
        self.violations.push(Violation { source: ErrorSource::Pointer(String::new()), detail: detail.into() });
        Error::Invalid
    }

    pub(super) fn invalid_parameter(&mut self, name: &str, detail: &str) -> Error {
        let detail = dropspec_schema::with_place(detail, name);
        self.violations.push(Violation { source: ErrorSource::Parameter(name.to_owned()), detail });
        Error::Invalid
    }

    pub(super) fn invalid(&mut self, violations: Vec<Violation>) -> Error {
        self.violations.extend(violations);
        Error::Invalid
    }
}

// Headers, query and cookies may hold credentials, so none of them shows.
impl fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { method, uri, .. } = &self.parts;
        f.debug_struct("RequestContext").field("method", method).field("path", &uri.path()).finish_non_exhaustive()
    }
}

/// The value with its whole-number floats as integers, which is what they are to a schema and not to serde.
#[must_use]
pub fn whole_numbers(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    // The first double beyond 64 bits.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Number(number) => match number.as_f64() {
            #[allow(clippy::cast_possible_truncation, reason = "whole and in range")]
            Some(float) if number.is_f64() && float.fract() == 0.0 && (-LIMIT..LIMIT).contains(&float) => {
                Value::from(float as i64)
            }
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(whole_numbers).collect(),
        Value::Object(properties) => properties.into_iter().map(|(name, value)| (name, whole_numbers(value))).collect(),
        other => other,
    }
}
