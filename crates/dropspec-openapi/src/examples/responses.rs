//! Examples of successful responses.

use serde_json::Value;

use super::assemble::assemble;
use super::validator::ExampleValidator;
use super::values::examples_of;
use crate::document::{Document, Operation};
use crate::json_schema::Direction;
use crate::node::{Checked, Node};

/// An example of a successful response.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResponse {
    /// The operation's `operationId`.
    pub operation: String,
    /// The status; the first one of a class.
    pub status: u16,
    /// Its media type.
    pub media_type: String,
    /// The headers that have an example.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// The example responses of all operations: those of the first success, in each media type with a valid example.
///
/// # Errors
/// If the document is malformed.
pub fn example_responses(document: &Document<'_>, root: &Node<'_>) -> Checked<Vec<ExampleResponse>> {
    let validator = ExampleValidator::new(root, Direction::Response)?;
    let mut example_responses = Vec::new();
    for operation in &document.operations {
        example_responses.extend(responses_of(operation, validator.as_ref())?);
    }
    Ok(example_responses)
}

fn responses_of(operation: &Operation<'_>, validator: Option<&ExampleValidator>) -> Checked<Vec<ExampleResponse>> {
    for (status, response) in operation.node.entries_of("responses")? {
        let Some(status) = success(status) else { continue };
        let response = response.resolve()?;
        let mut example_responses = Vec::new();
        for (media_type, content) in response.entries_of("content")? {
            let Some(body) = body(media_type, &content, validator)? else { continue };
            example_responses.push(ExampleResponse {
                operation: operation.id.to_string(),
                status,
                media_type: media_type.to_owned(),
                headers: headers(&response)?,
                body,
            });
        }
        if !example_responses.is_empty() {
            return Ok(example_responses);
        }
    }
    Ok(Vec::new())
}

fn success(status: &str) -> Option<u16> {
    match status {
        "2XX" => Some(200),
        exact => exact.parse().ok().filter(|status| (200..300).contains(status)),
    }
}

/// The first valid example, encoded.
fn body(media_type: &str, content: &Node<'_>, validator: Option<&ExampleValidator>) -> Checked<Option<String>> {
    let schema = content.get("schema");
    let mut candidates: Vec<Value> = examples_of(content)?.iter().map(|example| example.value().clone()).collect();
    if let Some(schema) = &schema {
        candidates.extend(assemble(schema)?);
    }
    let allowed = |value: &Value| match (validator, &schema) {
        (Some(validator), Some(schema)) => validator.violation(schema, value).is_none(),
        _ => true,
    };
    Ok(candidates.into_iter().filter(allowed).find_map(|value| encoded(media_type, value)))
}

fn encoded(media_type: &str, value: Value) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence == "application/json" || essence.ends_with("+json") {
        return serde_json::to_string(&value).ok();
    }
    match value {
        // A range does not determine a media type.
        Value::String(text) if !essence.contains('*') => Some(text),
        _ => None,
    }
}

fn headers(response: &Node<'_>) -> Checked<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for (name, header) in response.entries_of("headers")? {
        let header = header.resolve()?;
        let own = examples_of(&header)?.first().map(|example| example.value().clone());
        let example = match (own, header.get("schema")) {
            (None, Some(schema)) => assemble(&schema)?,
            (own, _) => own,
        };
        let text = match example {
            Some(Value::String(text)) => text,
            Some(number @ (Value::Number(_) | Value::Bool(_))) => number.to_string(),
            _ => continue,
        };
        headers.push((name.to_lowercase(), text));
    }
    Ok(headers)
}
