//! Values in the styles of parameters and form fields.

use dropspec_openapi::document::{Serialization, Style};
use serde_json::Value;

/// A value in a path.
pub(crate) fn path(name: &str, serialization: Serialization, value: &Value) -> String {
    simple(name, serialization, value, percent_encoded)
}

/// A value in a header.
pub(crate) fn header(serialization: Serialization, value: &Value) -> String {
    simple("", serialization, value, str::to_owned)
}

/// A value as pairs of a query, of cookies or of a URL-encoded form.
pub(crate) fn pairs(name: &str, serialization: Serialization, value: &Value) -> Vec<String> {
    let encoded = |value: &Value| percent_encoded(&text(value));
    match serialization {
        Serialization::Array(Style::Form, true) => items(value).map(|item| pair(name, &encoded(item))).collect(),
        Serialization::Array(style, _) => {
            let items: Vec<String> = items(value).map(encoded).collect();
            vec![pair(name, &items.join(delimiter(style)))]
        }
        Serialization::Object(Style::Form, true) | Serialization::FreeForm => {
            entries(value).map(|(key, value)| pair(key, &encoded(value))).collect()
        }
        Serialization::Object(style, _) => {
            let parts: Vec<String> =
                entries(value).flat_map(|(key, value)| [percent_encoded(key), encoded(value)]).collect();
            vec![pair(name, &parts.join(delimiter(style)))]
        }
        Serialization::Deep => deep(name, value),
        Serialization::Json => vec![pair(name, &percent_encoded(&value.to_string()))],
        Serialization::Scalar | Serialization::Plain(_) => vec![pair(name, &encoded(value))],
    }
}

/// A pair of a name and an encoded value.
pub(crate) fn pair(name: &str, encoded: &str) -> String {
    format!("{}={encoded}", percent_encoded(name))
}

/// The text of a scalar; JSON for other values.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Encodes all but the unreserved characters (RFC 3986, section 2.3).
pub(crate) fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// The styles `simple`, `label` and `matrix`.
fn simple(name: &str, serialization: Serialization, value: &Value, encode: fn(&str) -> String) -> String {
    let encoded = |value: &Value| encode(&text(value));
    match serialization {
        Serialization::Array(style, explode) => {
            let items: Vec<String> = items(value).map(encoded).collect();
            joined(style, name, explode, style == Style::Matrix, &items)
        }
        Serialization::Object(style, true) => {
            let pairs: Vec<String> =
                entries(value).map(|(key, value)| format!("{}={}", encode(key), encoded(value))).collect();
            joined(style, name, true, false, &pairs)
        }
        Serialization::Object(style, false) => {
            let parts: Vec<String> = entries(value).flat_map(|(key, value)| [encode(key), encoded(value)]).collect();
            joined(style, name, false, false, &parts)
        }
        Serialization::Json => encode(&value.to_string()),
        Serialization::Plain(style) => joined(style, name, false, false, &[encoded(value)]),
        Serialization::Scalar | Serialization::Deep | Serialization::FreeForm => encoded(value),
    }
}

/// Joins encoded parts in a style. `is_named`: each exploded part has the name of the parameter.
fn joined(style: Style, name: &str, explode: bool, is_named: bool, parts: &[String]) -> String {
    match (style, explode) {
        (Style::Label, true) => format!(".{}", parts.join(".")),
        (Style::Label, false) => format!(".{}", parts.join(",")),
        (Style::Matrix, true) if is_named => parts.iter().map(|part| format!(";{name}={part}")).collect(),
        (Style::Matrix, true) => parts.iter().map(|part| format!(";{part}")).collect(),
        (Style::Matrix, false) => format!(";{name}={}", parts.join(",")),
        _ => parts.join(","),
    }
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

fn deep(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(properties) => {
            properties.iter().flat_map(|(key, value)| deep(&format!("{name}[{key}]"), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| deep(&format!("{name}[{index}]"), item)).collect()
        }
        scalar => vec![pair(name, &percent_encoded(&text(scalar)))],
    }
}

/// The items of an array; a scalar is one item.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(items) => items.iter(),
        scalar => std::slice::from_ref(scalar).iter(),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
