//! Values as text: the styles of OpenAPI 3.0, section "Style Values".

use dropspec_wire::{Explode, Style};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::operation::Serialization;

/// The characters that are percent-encoded: all but the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How a part of a value is encoded before it is joined with others.
type Encode = fn(&str) -> String;

/// Percent-encodes a text.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text of a scalar; other values are written as JSON.
pub(crate) fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value as one text, for the path and headers.
pub(crate) fn text(name: &str, serialization: Serialization, value: &Value, encode: Encode) -> String {
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
pub(crate) fn pairs(name: &str, serialization: Serialization, value: &Value) -> Vec<(String, String)> {
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

#[cfg(test)]
mod tests {
    use dropspec_wire::Explode::{No, Yes};
    use dropspec_wire::Style;
    use serde_json::{Value, json};

    use super::{encoded, pairs, text};
    use crate::operation::Serialization;

    /// The values of the table in section "Style Examples" of OpenAPI 3.0.
    fn examples() -> (Value, Value, Value) {
        (json!("blue"), json!(["blue", "black", "brown"]), json!({ "R": 100, "G": 200, "B": 150 }))
    }

    #[test]
    fn texts_are_those_of_the_specification() {
        let (scalar, array, object) = examples();
        let cases = [
            (&scalar, Serialization::Plain(Style::Matrix), ";color=blue"),
            (&array, Serialization::Array(Style::Matrix, No), ";color=blue,black,brown"),
            (&object, Serialization::Object(Style::Matrix, No), ";color=R,100,G,200,B,150"),
            (&array, Serialization::Array(Style::Matrix, Yes), ";color=blue;color=black;color=brown"),
            (&object, Serialization::Object(Style::Matrix, Yes), ";R=100;G=200;B=150"),
            (&scalar, Serialization::Plain(Style::Label), ".blue"),
            (&array, Serialization::Array(Style::Label, Yes), ".blue.black.brown"),
            (&object, Serialization::Object(Style::Label, Yes), ".R=100.G=200.B=150"),
            (&array, Serialization::Array(Style::Simple, No), "blue,black,brown"),
            (&object, Serialization::Object(Style::Simple, No), "R,100,G,200,B,150"),
            (&object, Serialization::Object(Style::Simple, Yes), "R=100,G=200,B=150"),
        ];
        for (value, serialization, expected) in cases {
            assert_eq!(text("color", serialization, value, encoded), expected, "{serialization:?}");
        }
    }

    #[test]
    fn pairs_are_those_of_the_specification() {
        let (scalar, array, object) = examples();
        let cases = [
            (&scalar, Serialization::Plain(Style::Form), "color=blue"),
            (&array, Serialization::Array(Style::Form, No), "color=blue,black,brown"),
            (&object, Serialization::Object(Style::Form, No), "color=R,100,G,200,B,150"),
            (&array, Serialization::Array(Style::Form, Yes), "color=blue&color=black&color=brown"),
            (&object, Serialization::Object(Style::Form, Yes), "R=100&G=200&B=150"),
            (&array, Serialization::Array(Style::SpaceDelimited, No), "color=blue%20black%20brown"),
            (&array, Serialization::Array(Style::PipeDelimited, No), "color=blue%7Cblack%7Cbrown"),
            (&object, Serialization::Deep, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ];
        for (value, serialization, expected) in cases {
            let found = pairs("color", serialization, value);
            let found: Vec<String> = found.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(found.join("&"), expected, "{serialization:?}");
        }
    }
}
