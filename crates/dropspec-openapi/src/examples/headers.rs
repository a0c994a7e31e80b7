//! Example headers of responses.

use serde_json::Value;

use super::generate::{Suggestions, generate};
use super::values::named_examples_of;
use crate::document::{Header, HeaderKind, Response};
use crate::node::Checked;

/// The headers of a response that are required or have an example, their names in lower case.
pub(super) fn example_headers(response: &Response<'_>) -> Checked<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for header in &response.headers {
        let Some(value) = example(header)? else { continue };
        headers.extend(encoded(header, value).map(|value| (header.name.to_lowercase(), value)));
    }
    Ok(headers)
}

fn example(header: &Header<'_>) -> Checked<Option<Value>> {
    if let Some((_, example)) = named_examples_of(&header.node)?.into_iter().next() {
        return Ok(Some(example.value().clone()));
    }
    let has_example = header.schema.resolve()?.get("example").is_some();
    match header.name.to_ascii_lowercase().as_str() {
        _ if has_example => generate(&header.schema, Suggestions::Used, 0),
        _ if !header.required => Ok(None),
        // An entity tag is in quotes (RFC 9110, section 8.8.3), which its schema need not say.
        "etag" => Ok(Some(Value::from("\"1\""))),
        _ => generate(&header.schema, Suggestions::Used, 0),
    }
}

fn encoded(header: &Header<'_>, value: Value) -> Option<String> {
    match value {
        value if header.kind == HeaderKind::Json => serde_json::to_string(&value).ok(),
        Value::String(text) => Some(text),
        number @ (Value::Number(_) | Value::Bool(_)) => Some(number.to_string()),
        Value::Array(items) => {
            let items = items.iter().map(|item| match item {
                Value::String(text) => Some(text.clone()),
                Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
                _ => None,
            });
            items.collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}
