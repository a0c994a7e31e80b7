//! Headers that the specification ignores, since other parts of the document describe them.

use serde_json::Value;

use super::Adjustments;
use crate::node::Node;

/// Headers whose parameters "shall be ignored" (Parameter Object), and the parts of the document that describe them.
const DESCRIBED: &[(&str, &str)] = &[
    ("accept", "the media types of `responses` describe it"),
    ("content-type", "the media types of `requestBody` describe it"),
    ("authorization", "`security` describes it"),
];

/// The header of responses that "shall be ignored" (Response Object).
const CONTENT_TYPE: &str = "content-type";

/// Whether parameters for a header have no effect.
pub(crate) fn is_ignored(name: &str) -> bool {
    described(name).is_some()
}

/// Warns of a parameter for such a header.
pub(super) fn of_parameter(node: &Node<'_>, adjustments: &mut Adjustments) {
    let is_header = node.get("in").is_some_and(|place| place.value() == "header");
    let Some(name) = node.get("name").and_then(|name| name.value().as_str()).filter(|_| is_header) else { return };
    if let Some(described) = described(name) {
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

fn described(name: &str) -> Option<&'static str> {
    DESCRIBED.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, described)| *described)
}
