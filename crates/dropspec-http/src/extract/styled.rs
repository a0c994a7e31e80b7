//! Parameters that are more than one plain value: taken apart by their style, read by their schema, checked on the slow path.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::deep;
use super::raw::{self, Decode};
use super::text::{cookie_pairs, form_decoded, header_text, percent_decoded, query_pairs};
use super::unreadable::Unreadable;
use super::{RequestContext, whole_numbers};
use crate::error::Error;
use crate::parameter::{Encoding, Parameter, ParameterPlace};
use dropspec_schema::{Explode, SchemaView, Style};

type Texts<'t> = Vec<(Cow<'t, str>, Cow<'t, str>)>;

impl RequestContext {
    /// The value of a parameter, if it is present.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its text cannot be read, or when its schema does not allow the value.
    pub fn styled<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Result<Option<T>, Error> {
        let name = parameter.name;
        let value = match self.parameter_value(parameter) {
            Ok(None) => return default(parameter),
            Ok(Some(value)) => value,
            Err(Unreadable::Duplicate) => return Err(self.duplicate(name)),
            Err(Unreadable::NotText) => return Err(self.not_text(name)),
            Err(Unreadable::Malformed) => {
                return Err(self.invalid_parameter(name, "the parameter is not written in its style"));
            }
            Err(Unreadable::NotJson(error)) => {
                return Err(self.invalid_parameter(name, &format!("the parameter is not JSON: {error}")));
            }
            Err(Unreadable::NotKept(reason)) => return Err(self.invalid_parameter(name, &reason)),
        };
        let found = parameter.schema.parameter_violations(name, &value)?;
        if !found.is_empty() {
            return Err(self.invalid(found));
        }
        T::deserialize(whole_numbers(value)).map(Some).map_err(|error| self.invalid_parameter(name, &error.to_string()))
    }

    /// The value of a parameter whose empty value stands for none (`allowEmptyValue`), if it is present.
    ///
    /// # Errors
    /// As [`RequestContext::styled`].
    pub fn styled_or_empty<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Result<Option<T>, Error> {
        let is_empty =
            |(key, value): (&str, &str)| value.is_empty() && form_decoded(key).is_ok_and(|key| key == parameter.name);
        if query_pairs(self.parts.uri.query()).any(is_empty) { default(parameter) } else { self.styled(parameter) }
    }

    fn parameter_value(&self, parameter: &Parameter) -> Result<Option<Value>, Unreadable> {
        let Parameter { name, place, encoding, schema, .. } = parameter;
        let schema = schema.view();
        match *place {
            ParameterPlace::Path(index) => {
                single(self.path_text(index), name, *encoding, schema, percent_decoded).map(Some)
            }
            ParameterPlace::Header => {
                let text = header_text(&self.parts.headers, name)?;
                // Headers are not percent-encoded.
                text.map(|text| single(&text, name, *encoding, schema, |text| Ok(text.into()))).transpose()
            }
            ParameterPlace::Query => {
                let pairs = query_pairs(self.parts.uri.query());
                several(pairs, name, *encoding, schema, form_decoded)
            }
            ParameterPlace::Cookie => {
                several(cookie_pairs(&self.parts.headers), name, *encoding, schema, percent_decoded)
            }
        }
    }
}

fn default<T: DeserializeOwned>(parameter: &Parameter) -> Result<Option<T>, Error> {
    let value = parameter.default.map(serde_json::from_str).transpose();
    value.map_err(Error::from)
}

/// The value in one text.
fn single(
    text: &str,
    name: &str,
    encoding: Encoding,
    schema: SchemaView<'_>,
    decode: Decode,
) -> Result<Value, Unreadable> {
    let malformed = Unreadable::Malformed;
    Ok(match encoding {
        Encoding::Json => json(&decode(text)?, schema)?,
        Encoding::Plain(style) => schema.read(decode(raw::plain(text, name, style).ok_or(malformed)?)?),
        Encoding::Array(style, explode) => {
            let mut items = raw::items(text, name, style, explode).ok_or(malformed)?;
            if (style, explode) == (Style::Form, Explode::No) && schema.items().has_no_commas() {
                items = raw::split_encoded(items);
            }
            list(schema, items.into_iter().map(decode).collect::<Result<Vec<_>, _>>()?)
        }
        // Encodings of several texts.
        Encoding::Deep | Encoding::FreeForm(_) | Encoding::JsonItems => return Err(malformed),
        Encoding::Object(style, explode) => {
            let pairs = raw::pairs(text, name, style, explode).ok_or(malformed)?;
            let pairs = pairs.into_iter().map(|(name, value)| Ok((decode(name)?, decode(value)?)));
            object(schema, pairs.collect::<Result<Vec<_>, Unreadable>>()?)?
        }
    })
}

/// The value that a text has as JSON.
fn json(text: &str, schema: SchemaView<'_>) -> Result<Value, Unreadable> {
    let value = serde_json::from_str(text).map_err(Unreadable::NotJson)?;
    schema.loss(text).map_or(Ok(value), |reason| Err(Unreadable::NotKept(reason)))
}

/// The value of a name in pairs of names and texts, if it is present.
pub(super) fn several<'t>(
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    name: &str,
    encoding: Encoding,
    schema: SchemaView<'_>,
    decode: Decode,
) -> Result<Option<Value>, Unreadable> {
    match encoding {
        Encoding::Deep => deep::value(pairs, name, schema, decode),
        // All properties are named: the generator sees to it.
        Encoding::Object(_, Explode::Yes) => spread_object(pairs, schema, decode, |key| schema.has_property(key)),
        Encoding::FreeForm(others) => {
            let is_other = |key: &str| others.contains(&key) || others.contains(&key.split('[').next().unwrap_or(key));
            spread_object(pairs, schema, decode, |key| !is_other(key))
        }
        Encoding::Array(_, Explode::Yes) => {
            let texts = named(pairs, name, decode).map(decode).collect::<Result<Vec<_>, _>>()?;
            Ok(if texts.is_empty() { None } else { Some(list(schema, texts)) })
        }
        Encoding::JsonItems => {
            let items = named(pairs, name, decode).map(|text| json(&decode(text)?, schema.items()));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            Ok((!items.is_empty()).then_some(Value::Array(items)))
        }
        _ => {
            let mut texts = named(pairs, name, decode);
            let Some(text) = texts.next() else { return Ok(None) };
            if texts.next().is_some() {
                return Err(Unreadable::Duplicate);
            }
            // In a query the text never includes the name, whatever the style.
            single(text, name, encoding, schema, decode).map(Some)
        }
    }
}

fn named<'t>(
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    name: &str,
    decode: Decode,
) -> impl Iterator<Item = &'t str> {
    pairs.filter(move |(key, _)| decode(key).is_ok_and(|key| key == name)).map(|(_, value)| value)
}

/// The object whose properties are pairs of their own: those whose keys are properties.
fn spread_object<'t>(
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    schema: SchemaView<'_>,
    decode: Decode,
    is_property: impl Fn(&str) -> bool,
) -> Result<Option<Value>, Unreadable> {
    let mut texts = Texts::new();
    for (key, value) in pairs {
        // A key that is not UTF-8 is no parameter's.
        let Ok(key) = decode(key) else { continue };
        if is_property(&key) {
            texts.push((key.into_owned().into(), decode(value)?));
        }
    }
    if texts.is_empty() { Ok(None) } else { object(schema, texts).map(Some) }
}

/// The items; a single one is no list if the schema allows scalars, too.
fn list(schema: SchemaView<'_>, mut texts: Vec<Cow<'_, str>>) -> Value {
    let kinds = schema.kinds();
    match texts.pop() {
        Some(only) if texts.is_empty() && (kinds.text || kinds.number || kinds.boolean) => schema.read(only),
        last => schema.read_items(texts.into_iter().chain(last)),
    }
}

/// The object; a duplicate property is an error, as a duplicate parameter is.
fn object(schema: SchemaView<'_>, texts: Texts<'_>) -> Result<Value, Unreadable> {
    let count = texts.len();
    let value = schema.read_object(texts);
    if value.as_object().is_some_and(|object| object.len() == count) { Ok(value) } else { Err(Unreadable::Duplicate) }
}
