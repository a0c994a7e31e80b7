//! One call of an operation, on its way in: what generated code takes the request's parts from.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use dropshot::Body;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use percent_encoding::percent_decode_str;
use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::fault::Fault;
use crate::problem::{Place, Problem, Violation};
use crate::schema::{Decode, Schema, from_json, from_text};

/// Why a call ends before, or instead of, the operation's own answer.
#[derive(Debug)]
pub enum Refusal {
    /// The input is not what the document describes; the call knows the violations.
    Invalid,
    /// The request fails for another reason that the client can act upon.
    Problem(StatusCode, Problem),
    /// The operation could not answer.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A request that has found its operation.
#[derive(Debug)]
pub struct Call {
    parts: Parts,
    body: Option<Body>,
    body_limit: usize,
    /// Where in the path the values of its parameters are, in the order of the template.
    path_values: Vec<Range<usize>>,
    violations: Vec<Violation>,
}

impl Call {
    pub(crate) fn new(parts: Parts, body: Body, body_limit: usize, path_values: Vec<Range<usize>>) -> Self {
        Self { parts, body: Some(body), body_limit, path_values, violations: Vec::new() }
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The violations, and what nobody has read of the body.
    pub(crate) fn into_rest(self) -> (Vec<Violation>, Option<Body>) {
        (self.violations, self.body)
    }

    /// The value of the `index`th parameter of the path, `name`.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when its schema does not allow it.
    pub fn path<T, S>(&mut self, index: usize, name: &str, seed: S, schema: &Schema) -> Result<T, Refusal>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let Call { parts, path_values, violations, .. } = self;
        let raw = path_values.get(index).and_then(|place| parts.uri.path().get(place.clone())).unwrap_or_default();
        match percent_decode_str(raw).decode_utf8() {
            Ok(text) => parameter(name, &text, seed, schema, violations),
            Err(_) => Err(not_utf8(name, violations)),
        }
    }

    /// The value of the parameter `name` of the query, if it is there.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when its schema does not allow it, or when it is there more than once.
    pub fn query<T, S>(&mut self, name: &str, seed: S, schema: &Schema) -> Result<Option<T>, Refusal>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let Call { parts, violations, .. } = self;
        let mut values = pairs(parts).filter(|(key, _)| key == name);
        let Some((_, text)) = values.next() else {
            return Ok(None);
        };
        if values.next().is_some() {
            return Err(invalid_parameter(name, "the parameter is there more than once", violations));
        }
        parameter(name, &text, seed, schema, violations).map(Some)
    }

    /// Refuses a query parameter that is missing.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when there is no value.
    pub fn required<T>(&mut self, name: &str, value: Result<Option<T>, Refusal>) -> Result<T, Refusal> {
        match value? {
            Some(value) => Ok(value),
            None => Err(invalid_parameter(name, "the parameter is required", &mut self.violations)),
        }
    }

    /// Refuses the parameters of the query that are not among `names`.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when there are others.
    pub fn known_query(&mut self, names: &[&str]) -> Result<(), Refusal> {
        let Call { parts, violations, .. } = self;
        let before = violations.len();
        for (name, _) in pairs(parts).filter(|(name, _)| !names.contains(&name.as_ref())) {
            invalid_parameter(&name, "there is no such parameter", violations);
        }
        if violations.len() == before { Ok(()) } else { Err(Refusal::Invalid) }
    }

    /// The body, a JSON text of the media type `expected`, decoded and checked on the fast path.
    ///
    /// # Errors
    /// 413, 415, or [`Refusal::Invalid`] when its schema does not allow it.
    pub async fn json<T: Decode>(&mut self, expected: &str, schema: &Schema) -> Result<T, Refusal> {
        let bytes = self.read_json(expected).await?;
        let text = self.text(&bytes)?;
        from_json(text).or_else(|_| self.json_slowly(text, schema, |value| T::decode(value)))
    }

    /// The body, as [`Call::json`] gives it, for a schema that the fast path does not cover.
    ///
    /// # Errors
    /// As [`Call::json`].
    pub async fn json_unseeded<T: DeserializeOwned>(&mut self, expected: &str, schema: &Schema) -> Result<T, Refusal> {
        let bytes = self.read_json(expected).await?;
        let text = self.text(&bytes)?;
        self.json_slowly(text, schema, |value| T::deserialize(whole_numbers(value)))
    }

    fn json_slowly<T>(
        &mut self,
        text: &str,
        schema: &Schema,
        decode: impl FnOnce(serde_json::Value) -> Result<T, serde_json::Error>,
    ) -> Result<T, Refusal> {
        let value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return Err(self.invalid_body(format!("the body is not JSON: {error}"))),
        };
        let found = schema.violations(&value)?;
        if !found.is_empty() {
            self.violations.extend(found);
            return Err(Refusal::Invalid);
        }
        // What the schema allows and the type cannot hold: a number of more digits than its type has.
        decode(value).map_err(|error| self.invalid_body(format!("the body cannot be represented: {error}")))
    }

    fn text<'b>(&mut self, bytes: &'b Bytes) -> Result<&'b str, Refusal> {
        if bytes.is_empty() {
            return Err(self.invalid_body("the body is empty, JSON is expected".to_owned()));
        }
        std::str::from_utf8(bytes)
            .map_err(|error| self.invalid_body(format!("the body is not UTF-8 from byte {} on", error.valid_up_to())))
    }

    fn invalid_body(&mut self, detail: String) -> Refusal {
        self.violations.push(Violation { place: Place::Pointer(String::new()), detail });
        Refusal::Invalid
    }

    async fn read_json(&mut self, expected: &str) -> Result<Bytes, Refusal> {
        self.check_content_type(expected)?;
        let limit = self.body_limit;
        let too_large = || {
            Refusal::Problem(
                StatusCode::PAYLOAD_TOO_LARGE,
                Problem::new(format!("the body is larger than {limit} bytes")),
            )
        };
        let declared =
            self.parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        // Borrowed, because what is left of a body that is too large has to be read by somebody.
        let body = self.body.as_mut().ok_or("the body was asked for twice").map_err(Fault::from)?;
        match Limited::new(body, limit).collect().await {
            Ok(collected) => {
                self.body = None;
                Ok(collected.to_bytes())
            }
            Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
            Err(error) => Err(Refusal::Problem(
                StatusCode::BAD_REQUEST,
                Problem::new(format!("the body could not be read: {error}")),
            )),
        }
    }

    fn check_content_type(&self, expected: &str) -> Result<(), Refusal> {
        let given =
            self.parts.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("something unreadable"));
        let essence = given.map(|value| value.split(';').next().unwrap_or_default().trim());
        match essence {
            Some(essence) if essence.eq_ignore_ascii_case(expected) => Ok(()),
            _ => {
                let given = given.map_or_else(|| "and has no content type".to_owned(), |given| format!("not {given}"));
                let detail = format!("the body must be {expected}, {given}");
                Err(Refusal::Problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::new(detail)))
            }
        }
    }
}

fn pairs(parts: &Parts) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
}

fn parameter<T, S>(
    name: &str,
    text: &str,
    seed: S,
    schema: &Schema,
    violations: &mut Vec<Violation>,
) -> Result<T, Refusal>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    from_text(text, seed).or_else(|error| {
        let found = schema.parameter_violations(name, &schema.read(text))?;
        if found.is_empty() {
            return Err(invalid_parameter(name, &error.to_string(), violations));
        }
        violations.extend(found);
        Err(Refusal::Invalid)
    })
}

fn not_utf8(name: &str, violations: &mut Vec<Violation>) -> Refusal {
    invalid_parameter(name, "the parameter is not UTF-8", violations)
}

fn invalid_parameter(name: &str, detail: &str, violations: &mut Vec<Violation>) -> Refusal {
    let detail = crate::schema::with_place(detail, name);
    violations.push(Violation { place: Place::Parameter(name.to_owned()), detail });
    Refusal::Invalid
}

/// The value with its whole-number floats as integers, which is what they are to a schema and not to serde.
fn whole_numbers(value: serde_json::Value) -> serde_json::Value {
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
