//! Parameters whose values their style does not define.

use serde_json::{Value, json};

use super::Adjustments;
use crate::document::{can_be_deep, is_mixed, is_nested};
use crate::node::Node;

const IN_BRACKETS: &str = "OpenAPI 3.0 does not define how nested values are written in this style; they are read in the \
                           style `deepObject` (`a[b][c]=1`)";
const NO_BRACKETS: &str = "the style `deepObject` has no effect on values that are neither arrays nor objects";
const NO_OBJECTS: &str = "the style of this parameter does not define how values that may be objects or something else are \
                          written; objects are not read";

/// Whether a parameter may have a style that does not define its values.
pub(super) fn concerns(parameter: &Value) -> bool {
    parameter.get("schema").is_some()
}

/// Adjusts the style of a parameter.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(schema) = node.get("schema") else { return };
    if node.get("in").is_some_and(|place| place.value() == "query") {
        adjust_style(node, &schema, adjustments);
    } else if is_mixed(&schema) {
        adjustments.warn(node, NO_OBJECTS);
    }
}

/// Gives nested values the style `deepObject`, in which most clients write them, and takes it from those that it is not meant for.
pub(super) fn adjust_style(node: &Node<'_>, schema: &Node<'_>, adjustments: &mut Adjustments) {
    let is_deep = node.get("style").is_some_and(|style| style.value() == "deepObject");
    if is_deep && !can_be_deep(schema).unwrap_or(true) {
        adjustments.warn(node, NO_BRACKETS);
        adjustments.insert(node, "style", json!("form"));
    } else if !is_deep && (is_nested(schema) || is_mixed(schema)) {
        adjustments.warn(node, IN_BRACKETS);
        adjustments.insert(node, "style", json!("deepObject"));
    }
}
