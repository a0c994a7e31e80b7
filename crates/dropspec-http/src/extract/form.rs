//! Request bodies of `application/x-www-form-urlencoded`.

use bytes::Bytes;
use http::StatusCode;
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::RequestContext;
use super::styled::several;
use super::text::{MAX_FIELDS, form_decoded, query_pairs, too_many};
use super::unreadable::Unreadable;
use crate::error::Error;
use crate::parameter::Encoding;
use crate::problem::Problem;
use dropspec_schema::{ErrorSource, Explode, Schema, SchemaView, Style, Violation, with_place};

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The encoding of a field of a form, where the document states it (the Encoding Object).
#[derive(Debug)]
pub struct FormField {
    /// The property.
    pub name: &'static str,
    /// The encoding of the value; `None` where its schema decides.
    pub encoding: Option<Encoding>,
    /// The media types that a part of a multipart body may have; any when there are none.
    pub content_types: &'static [&'static str],
}

impl RequestContext {
    /// The body, the fields of a form. Unless `fields` says otherwise, an array is written as one pair for each of its items, and an
    /// object as JSON.
    ///
    /// # Errors
    /// 400 when it has more than 1000 fields, 413, 415 when it is JSON, or [`Error::Invalid`] when it cannot be read, or when its schema
    /// does not allow it.
    pub async fn form<T: DeserializeOwned>(&mut self, schema: &Schema, fields: &[FormField]) -> Result<T, Error> {
        let bytes = self.read_form().await?;
        let text = self.form_text(&bytes)?;
        let pairs = by_name(text, fields);
        let pairs = pairs.map_err(|key| self.invalid_field(key, "the name of the field is not UTF-8"))?;
        let mut object = Map::new();
        for (name, pairs) in pairs {
            let part = schema.view().property(&name);
            let given = fields.iter().find(|field| field.name == name).and_then(|field| field.encoding);
            match several(pairs.into_iter(), &name, given.unwrap_or(by_schema(part)), part, form_decoded) {
                Ok(Some(value)) => drop(object.insert(name, value)),
                Ok(None) => {}
                Err(reason) => drop(self.invalid_field(&name, &words(&reason))),
            }
        }
        // What could not be read would be project once more, as missing.
        if !self.violations.is_empty() {
            return Err(Error::Invalid);
        }
        self.checked_with_serde(schema, Value::Object(object))
    }

    /// The text of a form, unless it has too many fields.
    pub(super) fn form_text<'b>(&mut self, bytes: &'b Bytes) -> Result<&'b str, Error> {
        let text = self.utf8(bytes)?;
        if query_pairs(Some(text)).nth(MAX_FIELDS).is_some() { Err(too_many("form", "fields")) } else { Ok(text) }
    }

    /// The body, which must not be JSON if the operation accepts that, too: a client that names the wrong media type, as curl does by default,
    /// would get an error for each missing field.
    pub(super) async fn read_form(&mut self) -> Result<Bytes, Error> {
        let bytes = self.read_body().await?;
        match self.consumes.iter().find(|media_type| is_json(media_type)) {
            Some(json) if looks_like_json(&bytes) => {
                let detail = format!("the body is JSON, but Content-Type is {FORM}; send Content-Type: {json}");
                Err(Error::rejection(StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::new(detail)))
            }
            _ => Ok(bytes),
        }
    }

    pub(super) fn invalid_field(&mut self, name: &str, detail: &str) -> Error {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        self.violations.push(Violation { source: ErrorSource::Pointer(pointer), detail: with_place(detail, name) });
        Error::Invalid
    }
}

/// Whether a body begins as JSON objects and arrays do. Encoded forms do not, as they have such brackets percent-encoded.
fn looks_like_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// The encoding of a field for which the document states none.
fn by_schema(part: SchemaView<'_>) -> Encoding {
    let kinds = part.kinds();
    if kinds.array {
        Encoding::Array(Style::Form, Explode::Yes)
    } else if kinds.object {
        Encoding::Json
    } else {
        Encoding::Plain(Style::Form)
    }
}

/// The still encoded pairs of a field.
type Pairs<'t> = Vec<(&'t str, &'t str)>;

/// The pairs of each field, in the order in which the fields begin; or the first key that is not UTF-8.
fn by_name<'t>(text: &'t str, fields: &[FormField]) -> Result<IndexMap<String, Pairs<'t>>, &'t str> {
    let deep = |name: &str| {
        let is_deep = |field: &FormField| field.encoding == Some(Encoding::Deep);
        fields.iter().any(|field| field.name == name && is_deep(field))
    };
    let mut named: IndexMap<String, Pairs<'_>> = IndexMap::new();
    for (key, value) in query_pairs(Some(text)) {
        let decoded = form_decoded(key).map_err(|_| key)?;
        let name = decoded.split_once('[').map(|(name, _)| name).filter(|name| deep(name)).unwrap_or(&decoded);
        match named.get_mut(name) {
            Some(pairs) => pairs.push((key, value)),
            None => drop(named.insert(name.to_owned(), vec![(key, value)])),
        }
    }
    Ok(named)
}

fn words(reason: &Unreadable) -> String {
    match reason {
        Unreadable::Duplicate => "duplicate field".to_owned(),
        Unreadable::NotText => "the field is not UTF-8".to_owned(),
        Unreadable::Malformed => "the field is not written in its style".to_owned(),
        Unreadable::NotJson(error) => format!("the field is not JSON: {error}"),
        Unreadable::NotKept(reason) => reason.clone(),
    }
}
