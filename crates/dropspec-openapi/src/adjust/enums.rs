//! Values of `enum` that match nothing.

use serde_json::Value;

use super::Adjustments;
use crate::document::is_of_type;
use crate::node::Node;

/// Removes values that do not have the type of the schema, and duplicates.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let values = node.items_of("enum").unwrap_or_default();
    let mut kept: Vec<Value> = Vec::new();
    for value in &values {
        if !is_of_type(node, value.value()).unwrap_or(true) {
            adjustments.warn(value, misfit(node, value.value()));
        } else if kept.contains(value.value()) {
            adjustments.warn(value, "this value of `enum` is a duplicate");
        } else {
            kept.push(value.value().clone());
        }
    }
    // An `enum` has a value at least: where all are misfits, they stay, and nothing is allowed.
    if kept.len() < values.len()
        && !kept.is_empty()
        && let Some(list) = node.get("enum")
    {
        adjustments.replace(&list, Value::Array(kept));
    }
}

fn misfit(node: &Node<'_>, value: &Value) -> String {
    let kind = node.value().get("type").and_then(Value::as_str).unwrap_or_default();
    let hint = match (kind, value) {
        (_, Value::Null) => "; add `nullable: true` to allow null",
        ("string", Value::Number(_) | Value::Bool(_)) => "; put it in quotes",
        ("array", _) => "; move `enum` into `items` if it lists the items",
        _ => "",
    };
    format!("this value of `enum` matches nothing: it is not of the type `{kind}`{hint}")
}
