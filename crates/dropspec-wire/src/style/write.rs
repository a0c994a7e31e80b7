//! Values as text: the styles of OpenAPI 3.0, section "Style Values".

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::serialization::{Explode, Serialization, Style};

/// The characters that are percent-encoded: all but the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How a part of a value is encoded before it is joined with others.
type Encode = fn(&str) -> String;

/// Percent-encodes a text.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text of a scalar, of which null has none; other values are written as JSON.
#[must_use]
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The value as one text, for the path and headers, with the parts encoded by `encode`.
#[must_use]
pub fn text(name: &str, serialization: Serialization, value: &Value, encode: fn(&str) -> String) -> String {
    match serialization {
        Serialization::Json | Serialization::Deep => encode(&value.to_string()),
        Serialization::Plain(style) | Serialization::Array(style, _) | Serialization::Object(style, _) => {
            let explode =
                matches!(serialization, Serialization::Array(_, Explode::Yes) | Serialization::Object(_, Explode::Yes));
            let parts = parts(value, explode, encode);
            match (style, explode) {
                (Style::Label, true) => format!(".{}", parts.join(".")),
                (Style::Label, false) => format!(".{}", parts.join(",")),
                (Style::Matrix, true) if value.is_object() => format!(";{}", parts.join(";")),
                (Style::Matrix, true) => parts.iter().map(|part| format!(";{name}={part}")).collect(),
                (Style::Matrix, false) => format!(";{name}={}", parts.join(",")),
                _ => parts.join(","),
            }
        }
    }
}

/// The value as encoded pairs, for the query, cookies and forms.
#[must_use]
pub fn pairs(name: &str, serialization: Serialization, value: &Value) -> Vec<(String, String)> {
    let key = encoded(name);
    match (serialization, value) {
        (Serialization::Deep, _) => {
            let mut found = Vec::new();
            deep(name, value, &mut found);
            found
        }
        (Serialization::Json, _) => vec![(key, encoded(&value.to_string()))],
        (Serialization::Array(_, Explode::Yes), Value::Array(items)) => {
            items.iter().map(|item| (key.clone(), encoded(&scalar(item)))).collect()
        }
        (Serialization::Object(_, Explode::Yes), Value::Object(properties)) => {
            let given = properties.iter().filter(|(_, value)| !value.is_null());
            given.map(|(name, value)| (encoded(name), encoded(&scalar(value)))).collect()
        }
        (Serialization::Array(style, _) | Serialization::Object(style, _) | Serialization::Plain(style), _) => {
            let delimiter = match style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => ",",
            };
            vec![(key, parts(value, false, encoded).join(delimiter))]
        }
    }
}

/// The items of an array, the names and values of an object, or the scalar alone.
fn parts(value: &Value, explode: bool, encode: Encode) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(|item| encode(&scalar(item))).collect(),
        Value::Object(properties) => {
            let given = properties.iter().filter(|(_, value)| !value.is_null());
            let given = given.map(|(name, value)| (encode(name), encode(&scalar(value))));
            if explode {
                given.map(|(name, value)| format!("{name}={value}")).collect()
            } else {
                given.flat_map(|(name, value)| [name, value]).collect()
            }
        }
        other => vec![encode(&scalar(other))],
    }
}

/// The pairs of a value in the style `deepObject`. Items of arrays are numbered, since they may be objects.
fn deep(key: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(properties) => {
            properties.iter().for_each(|(name, value)| deep(&format!("{key}[{name}]"), value, found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| deep(&format!("{key}[{index}]"), item, found));
        }
        Value::Null => {}
        other => found.push((encoded(key), encoded(&scalar(other)))),
    }
}
