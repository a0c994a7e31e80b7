//! Headers that the specification ignores, since other parts of the document describe them.

use serde_json::Value;

use super::Adjustments;
use crate::document::header_description;
use crate::node::Node;

/// The header of responses that "shall be ignored" (Response Object).
const CONTENT_TYPE: &str = "content-type";

/// Warns of a parameter for a header that other parts of the document describe.
pub(super) fn of_parameter(node: &Node<'_>, adjustments: &mut Adjustments) {
    let is_header = node.get("in").is_some_and(|place| place.value() == "header");
    let Some(name) = node.get("name").and_then(|name| name.value().as_str()).filter(|_| is_header) else { return };
    if let Some(described) = header_description(name) {
        adjustments.warn(node, format!("the header parameter `{name}` has no effect: {described}"));
    }
}

/// Whether a response describes its `Content-Type`.
pub(super) fn concerns_response(response: &Value) -> bool {
    let headers = response.get("headers").and_then(Value::as_object);
    headers.is_some_and(|headers| headers.keys().any(|name| name.eq_ignore_ascii_case(CONTENT_TYPE)))
}

/// Warns of the `Content-Type` of a response.
pub(super) fn of_response(response: &Node<'_>, adjustments: &mut Adjustments) {
    for (name, header) in response.entries_of("headers").unwrap_or_default() {
        if name.eq_ignore_ascii_case(CONTENT_TYPE) {
            let message =
                format!("the response header `{name}` has no effect: the media types of `content` describe it");
            adjustments.warn(&header, message);
        }
    }
}
