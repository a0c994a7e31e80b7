//! Defaults that their schemas do not allow.

use serde_json::{Number, Value};

use super::Adjustments;
use crate::document::allows_default;
use crate::node::Node;

/// Converts a default that is plainly a value of another type, and removes any other that the schema does not allow.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(default) = node.get("default") else { return };
    let value = default.value();
    if allows_default(node, value).unwrap_or(true) {
        return;
    }
    let kind = node.value().get("type").and_then(Value::as_str).unwrap_or_default();
    match converted(kind, value).filter(|value| allows_default(node, value).unwrap_or(false)) {
        Some(converted) => {
            adjustments.warn(&default, format!("the default is used as a value of the type `{kind}`, which it is not"));
            adjustments.replace(&default, converted);
        }
        None if value.is_null() => {
            adjustments.remove(&default, "the default null has no effect: the schema is not `nullable`");
        }
        None => adjustments.remove(&default, "the default has no effect: it violates its own schema"),
    }
}

/// The value of a type that a default means: `"100"` for the type `integer` is 100.
fn converted(kind: &str, value: &Value) -> Option<Value> {
    match (kind, value) {
        ("boolean", Value::String(text)) => text.to_ascii_lowercase().parse().ok().map(Value::Bool),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("number", Value::String(text)) => text.trim().parse().ok().and_then(Number::from_f64).map(Value::Number),
        ("string", Value::Number(number)) => Some(Value::String(number.to_string())),
        ("string", Value::Bool(flag)) => Some(Value::String(flag.to_string())),
        _ => None,
    }
}
