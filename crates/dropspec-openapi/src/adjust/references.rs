//! Keys beside `$ref`, which "SHALL be ignored" (Reference Object).

use serde_json::json;

use super::Adjustments;
use crate::node::Node;

/// Removes everything beside `$ref`.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let siblings = node.entries().unwrap_or_default().into_iter().filter(|(key, _)| *key != "$ref");
    let mut any = false;
    for (key, sibling) in siblings {
        any = true;
        if !key.starts_with("x-") || key.starts_with("x-dropspec-") {
            adjustments.warn(&sibling, format!("`{key}` beside `$ref` has no effect: OpenAPI 3.0 ignores it"));
        }
    }
    if any && let Some(reference) = node.value().get("$ref") {
        adjustments.replace(node, json!({ "$ref": reference }));
    }
}
