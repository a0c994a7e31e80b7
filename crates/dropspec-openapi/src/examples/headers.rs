//! Example headers of responses.

use serde_json::Value;

use super::generate::{Extent, Suggestions, valid_value};
use super::values::named_examples_of;
use crate::document::{Header, HeaderKind, Response};
use crate::json_schema::Direction;
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
    if header.schema.resolve()?.get("example").is_none() {
        if !header.required {
            return Ok(None);
        }
        // An entity tag is in quotes (RFC 9110, section 8.8.3), which its schema need not say.
        if header.name.eq_ignore_ascii_case("etag") {
            return Ok(Some(Value::from("\"1\"")));
        }
    }
    let found = valid_value(&header.schema, Direction::Response, Suggestions::Used, Extent::All, |_| true)?;
    Ok(found.map(|found| found.value))
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
