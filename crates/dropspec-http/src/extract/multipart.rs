//! Request bodies of `multipart/form-data` (RFC 7578).

use bytes::Bytes;
use futures_util::stream;
use http::header;
use multer::Multipart;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::RequestContext;
use super::form::FormField;
use super::text::{MAX_FIELDS, too_many};
use crate::error::Error;
use crate::media::MediaType;
use crate::parameter::Encoding;
use dropspec_schema::Binary;
use dropspec_schema::{Schema, SchemaView};

/// A part of the body.
struct Item {
    name: String,
    media_type: Option<String>,
    bytes: Bytes,
}

impl RequestContext {
    /// The body, the parts of a form. An array is one part for each of its items, an object is JSON, and a string of
    /// `format: binary` is the bytes of its part.
    ///
    /// # Errors
    /// 400 when it has more than 1000 parts, 413, or [`Error::Invalid`] when it cannot be read, or when its schema does not allow it.
    pub async fn multipart<T: DeserializeOwned>(&mut self, schema: &Schema, fields: &[FormField]) -> Result<T, Error> {
        let bytes = self.read_body().await?;
        let items = self.items(bytes).await?;
        let mut object = Map::new();
        for item in items {
            let field = fields.iter().find(|field| field.name == item.name);
            let part = schema.view().property(&item.name);
            let is_list = part.kinds().array;
            let value = match read(&item, field, if is_list { part.items() } else { part }) {
                Ok(value) => value,
                Err(reason) => {
                    self.invalid_field(&item.name, &reason);
                    continue;
                }
            };
            match object.get_mut(&item.name) {
                Some(Value::Array(list)) if is_list => list.push(value),
                Some(_) => drop(self.invalid_field(&item.name, "duplicate field")),
                None => drop(object.insert(item.name, if is_list { Value::Array(vec![value]) } else { value })),
            }
        }
        // What could not be read would be project once more, as missing.
        if !self.violations.is_empty() {
            return Err(Error::Invalid);
        }
        self.checked_with_serde(schema, Value::Object(object))
    }

    async fn items(&mut self, bytes: Bytes) -> Result<Vec<Item>, Error> {
        let content_type = self.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = match multer::parse_boundary(content_type.unwrap_or_default()) {
            Ok(boundary) => boundary,
            Err(error) => return Err(self.malformed(&error)),
        };
        let whole = stream::once(async { Ok::<_, std::convert::Infallible>(bytes) });
        let mut multipart = Multipart::new(whole, boundary);
        let mut items = Vec::new();
        loop {
            let field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => return Ok(items),
                Err(error) => return Err(self.malformed(&error)),
            };
            if items.len() == MAX_FIELDS {
                return Err(too_many("body", "parts"));
            }
            let Some(name) = field.name().map(str::to_owned) else {
                return Err(self.invalid_body("a part of the body has no name"));
            };
            let media_type = field.headers().get(header::CONTENT_TYPE);
            let media_type = media_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            match field.bytes().await {
                Ok(bytes) => items.push(Item { name, media_type, bytes }),
                Err(error) => return Err(self.malformed(&error)),
            }
        }
    }

    fn malformed(&mut self, error: &multer::Error) -> Error {
        self.invalid_body(format!("the body is not multipart/form-data: {error}"))
    }
}

/// The value of a part.
fn read(item: &Item, field: Option<&FormField>, schema: SchemaView<'_>) -> Result<Value, String> {
    let media_type = item.media_type.as_deref().and_then(MediaType::parse);
    if let Some(allowed) = field.map(|field| field.content_types).filter(|allowed| !allowed.is_empty()) {
        // A part without a media type is a plain text (RFC 7578, section 4.4).
        let given = media_type.or_else(|| MediaType::parse("text/plain"));
        let fits = |allowed: &&str| MediaType::parse(allowed).zip(given).is_some_and(|(it, given)| it.covers(&given));
        if !allowed.iter().any(fits) {
            let given = item.media_type.as_deref().unwrap_or("text/plain");
            return Err(format!("the field must be {}, not {given}", allowed.join(" or ")));
        }
    }
    let json = media_type.is_some_and(|media_type| media_type.is_json())
        || schema.kinds().object
        || field.is_some_and(|field| field.encoding == Some(Encoding::Json));
    if json {
        let value = serde_json::from_slice(&item.bytes).map_err(|error| format!("the field is not JSON: {error}"))?;
        // JSON is UTF-8.
        let text = std::str::from_utf8(&item.bytes).unwrap_or_default();
        return schema.loss(text).map_or(Ok(value), Err);
    }
    if schema.is_binary() {
        return Ok(Binary::from(item.bytes.clone()).to_value());
    }
    let text = std::str::from_utf8(&item.bytes).map_err(|_| "the field is not UTF-8".to_owned())?;
    Ok(schema.read(text.into()))
}
