//! Parameters that are one plain value: decoded and checked in one pass.

use std::borrow::Cow;

use http::header::{IF_MATCH, IF_NONE_MATCH};
use serde::de::DeserializeSeed;

use super::RequestContext;
use super::text::{
    MAX_FIELDS, NotText, cookie_pairs, form_decoded, header_text, percent_decoded, query_pairs, too_many,
};
use crate::entity_tags::{NotTags, Tags};
use crate::error::Error;
use crate::parameter::KnownQuery;
use crate::scope::ValidationTimer;
use dropspec_schema::{Schema, from_text};

/// The number of unknown parameters that are reported one by one.
const MAX_UNKNOWN: usize = 100;

impl RequestContext {
    /// The value of the `index`th parameter of the path, `name`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its schema does not allow it.
    pub fn path<T, S>(&mut self, index: usize, name: &str, seed: S, schema: &Schema) -> Result<T, Error>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        decode(percent_decoded(self.path_text(index)), seed).map_err(|error| self.reject(name, error, schema))
    }

    /// The value of the parameter `name` of the query, if it is there.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its schema does not allow it, or when it is duplicate.
    pub fn query<T, S>(&mut self, name: &str, seed: S, schema: &Schema) -> Result<Option<T>, Error>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let text = self.query_text(name);
        let value = text.and_then(|text| text.map(|text| decode(form_decoded(text), seed)).transpose());
        value.map_err(|error| self.reject(name, error, schema))
    }

    /// The same, where an empty value counts as absent (`allowEmptyValue`).
    ///
    /// # Errors
    /// As [`RequestContext::query`].
    pub fn query_or_empty<T, S>(&mut self, name: &str, seed: S, schema: &Schema) -> Result<Option<T>, Error>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        match self.query_text(name) {
            Ok(Some("")) => Ok(None),
            _ => self.query(name, seed, schema),
        }
    }

    /// The media type of the response that the client prefers, among those of the operation.
    #[must_use]
    pub fn accept<T: Copy, const N: usize>(&self, media_types: &[T; N]) -> T {
        at(media_types, self.response_content_type)
    }

    /// The media type of the response, among those of the operation: the one that the query parameter `name` selects by a format, given
    /// with the position of its media type, or else the one that the client prefers.
    #[must_use]
    pub fn format_or_accept<T: Copy, const N: usize>(
        &self,
        name: &str,
        formats: &[(&str, usize)],
        media_types: &[T; N],
    ) -> T {
        let asked = self.query_text(name).ok().flatten();
        let known = asked.and_then(|asked| formats.iter().find(|(format, _)| *format == asked));
        known.map_or_else(|| self.accept(media_types), |(_, index)| at(media_types, *index))
    }

    fn query_text(&self, name: &str) -> Result<Option<&str>, ParameterError> {
        let is_named = |(key, _): &(&str, &str)| form_decoded(key).is_ok_and(|key| key == name);
        only(query_pairs(self.parts.uri.query()).filter(is_named))
    }

    /// The value of the header `name`, if it is there.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its schema does not allow it.
    pub fn header<T, S>(&mut self, name: &str, seed: S, schema: &Schema) -> Result<Option<T>, Error>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let Some(text) = header_text(&self.parts.headers, name).transpose() else { return Ok(None) };
        decode(text, seed).map(Some).map_err(|error| match (malformed_tags(name, &error), error) {
            (Some(malformed), _) => self.invalid_parameter(name, &malformed.to_string()),
            (None, error) => self.reject(name, error, schema),
        })
    }

    /// The value of the cookie `name`, if it is there.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its schema does not allow it, or when it is duplicate.
    pub fn cookie<T, S>(&mut self, name: &str, seed: S, schema: &Schema) -> Result<Option<T>, Error>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let text = only(cookie_pairs(&self.parts.headers).filter(|(key, _)| *key == name));
        let value = text.and_then(|text| text.map(|text| decode(percent_decoded(text), seed)).transpose());
        value.map_err(|error| self.reject(name, error, schema))
    }

    /// Rejects a missing parameter.
    ///
    /// # Errors
    /// [`Error::Invalid`] when there is no value.
    pub fn required<T>(&mut self, name: &str, value: Result<Option<T>, Error>) -> Result<T, Error> {
        match value? {
            Some(value) => Ok(value),
            None => Err(self.invalid_parameter(name, "the parameter is required")),
        }
    }

    /// Rejects query parameters that the document does not declare. Call this first and hold the guard until all input is extracted; it
    /// measures validation time.
    ///
    /// # Errors
    /// [`Error::Invalid`] when there are any; 400 when the query has more than 1000 parameters.
    pub fn deny_unknown_query_params(&mut self, known: &KnownQuery) -> Result<ValidationTimer, Error> {
        let validation = ValidationTimer::start();
        let unknown = |(key, _)| match form_decoded(key) {
            Ok(name) if known.has(&name) => None,
            Ok(name) => Some(name.into_owned()),
            Err(NotText) => Some(key.to_owned()),
        };
        let mut count = 0;
        let pairs = query_pairs(self.parts.uri.query()).take(MAX_FIELDS + 1).inspect(|_| count += 1);
        let unknown: Vec<String> = pairs.filter_map(unknown).collect();
        if count > MAX_FIELDS {
            return Err(too_many("query", "parameters"));
        }
        for name in unknown.iter().take(MAX_UNKNOWN) {
            self.invalid_parameter(name, "unknown query parameter");
        }
        if let Some(more @ 1..) = unknown.len().checked_sub(MAX_UNKNOWN) {
            self.invalid_parameter(&unknown[MAX_UNKNOWN], &format!("unknown query parameter, and {more} more"));
        }
        if unknown.is_empty() { Ok(validation) } else { Err(Error::Invalid) }
    }

    pub(super) fn duplicate(&mut self, name: &str) -> Error {
        self.invalid_parameter(name, "duplicate parameter")
    }

    pub(super) fn not_text(&mut self, name: &str) -> Error {
        self.invalid_parameter(name, "the parameter is not UTF-8")
    }

    /// Adds the violations of a text that is not a value.
    fn reject(&mut self, name: &str, error: ParameterError, schema: &Schema) -> Error {
        let (text, error) = match error {
            ParameterError::Duplicate => return self.duplicate(name),
            ParameterError::NotText => return self.not_text(name),
            ParameterError::Value(text, error) => (text, error),
        };
        match schema.parameter_violations(name, &schema.read(&text)) {
            Ok(found) if found.is_empty() => self.invalid_parameter(name, &error.to_string()),
            Ok(found) => self.invalid(found),
            Err(error) => error.into(),
        }
    }
}

/// The item at a position, or the last one.
fn at<T: Copy, const N: usize>(items: &[T; N], index: usize) -> T {
    const { assert!(N > 0, "an operation with a negotiated response has media types") };
    items[index.min(N - 1)]
}

/// Why a text is not a value.
enum ParameterError {
    /// The parameter is duplicate.
    Duplicate,
    /// It is not UTF-8.
    NotText,
    /// The validator has rejected it.
    Value(String, serde_json::Error),
}

/// The syntax error of a rejected header that has entity tags: its words are clearer than the pattern of the document, which repeats that
/// syntax.
fn malformed_tags(name: &str, error: &ParameterError) -> Option<NotTags> {
    let ParameterError::Value(text, _) = error else { return None };
    let has_tags = [IF_MATCH, IF_NONE_MATCH].iter().any(|header| name.eq_ignore_ascii_case(header.as_str()));
    has_tags.then(|| Tags::parse(text).err()).flatten()
}

/// The only text among pairs.
fn only<'t>(mut pairs: impl Iterator<Item = (&'t str, &'t str)>) -> Result<Option<&'t str>, ParameterError> {
    let first = pairs.next().map(|(_, text)| text);
    if first.is_some() && pairs.next().is_some() { Err(ParameterError::Duplicate) } else { Ok(first) }
}

fn decode<T, S>(text: Result<Cow<'_, str>, NotText>, seed: S) -> Result<T, ParameterError>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    let text = text.map_err(|NotText| ParameterError::NotText)?;
    from_text(&text, seed).map_err(|error| ParameterError::Value(text.into_owned(), error))
}

impl KnownQuery {
    fn has(&self, name: &str) -> bool {
        self.is_open
            || self.names.contains(&name)
            || (!self.deep.is_empty() && name.split_once('[').is_some_and(|(name, _)| self.deep.contains(&name)))
    }
}
