//! Bodies of `application/x-www-form-urlencoded`.

use dropspec_wire::style::pairs;
use dropspec_wire::{Explode, Serialization, Style};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::RequestError;

/// How a property of a form is written, where the document says so or it has bytes.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The property.
    pub name: &'static str,
    /// The serialization; by the type of the value if it is `None`.
    pub serialization: Option<Serialization>,
    /// The media type of the part of a multipart form.
    pub media_type: Option<&'static str>,
    /// Whether its values have bytes.
    pub is_binary: bool,
}

impl Field {
    /// The field of a property.
    pub(crate) fn named(fields: &'static [Self], name: &str) -> Option<&'static Self> {
        fields.iter().find(|field| field.name == name)
    }
}

/// The properties of a body, without those that are null.
pub(crate) fn properties(body: &impl Serialize) -> Result<Map<String, Value>, RequestError> {
    match serde_json::to_value(body)? {
        Value::Object(mut properties) => {
            properties.retain(|_, value| !value.is_null());
            Ok(properties)
        }
        _ => Err(RequestError::NoObject),
    }
}

/// The body. Unless the document says otherwise, an array has a pair for each of its items, and an object is JSON.
pub(crate) fn write(fields: &'static [Field], body: &impl Serialize) -> Result<String, RequestError> {
    let properties = properties(body)?;
    let pairs = properties.iter().flat_map(|(name, value)| {
        let given = Field::named(fields, name).and_then(|field| field.serialization);
        let serialization = given.unwrap_or(match value {
            Value::Array(_) => Serialization::Array(Style::Form, Explode::Yes),
            Value::Object(_) => Serialization::Json,
            _ => Serialization::Plain(Style::Form),
        });
        pairs(name, serialization, value)
    });
    Ok(pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}
