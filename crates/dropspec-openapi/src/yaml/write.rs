//! Writes YAML.

use serde_json::Value;

/// Formats a document as readable block-style YAML, with quotes where necessary.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

/// Writes a value that starts on its own line or after `- `.
fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (index, (key, value)) in object.iter().enumerate() {
                if index > 0 {
                    text.push_str(&indent);
                }
                text.push_str(&quoted(key));
                text.push(':');
                let nested = value.as_object().is_some_and(|inner| !inner.is_empty())
                    || value.as_array().is_some_and(|inner| !inner.is_empty());
                if nested {
                    text.push_str(&format!("\n{indent}  "));
                    block(value, depth + 1, text);
                } else {
                    text.push(' ');
                    block(value, depth + 1, text);
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(&indent);
                }
                text.push_str("- ");
                block(item, depth + 1, text);
            }
        }
        Value::String(string) => text.push_str(&format!("{}\n", quoted(string))),
        scalar => text.push_str(&format!("{scalar}\n")),
    }
}

/// A string, plain if it is unambiguous.
fn quoted(text: &str) -> String {
    let word = |character: char| character.is_ascii_alphanumeric() || "_-./ ".contains(character);
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(word)
        && !text.ends_with(' ')
        && matches!(super::scalar::plain(text), Ok(Value::String(_)));
    // JSON strings are valid YAML strings.
    if plain { text.to_owned() } else { Value::from(text).to_string() }
}
