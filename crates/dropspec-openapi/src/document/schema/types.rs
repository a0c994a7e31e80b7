//! The types of schemas.

use serde_json::Value;

use crate::node::{Checked, Node};

/// Whether a value has the type of the schema, or is an allowed null.
pub(crate) fn is_of_type(node: &Node<'_>, value: &Value) -> Checked<bool> {
    let fits = match node.text("type")? {
        Some("array") => value.is_array(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("number") => value.is_number(),
        Some("object") => value.is_object(),
        Some("string") => value.is_string(),
        _ => true,
    };
    Ok(fits || (value.is_null() && node.flag("nullable")?))
}

/// Whether a named schema becomes an alias of a plain type instead of a new type.
pub fn is_alias(node: &Node<'_>) -> Checked<bool> {
    let target = node.resolve()?;
    Ok(target.get("enum").is_none()
        && matches!(target.text("type")?, Some("boolean" | "integer" | "number" | "string"))
        && !target.flag("nullable")?)
}

/// Whether null is allowed: `nullable` adds it to the type, but an `enum` has to list it.
pub fn admits_null(node: &Node<'_>) -> Checked<bool> {
    let listed = node.get("enum").is_none() || node.items_of("enum")?.iter().any(|value| value.value().is_null());
    Ok(listed && node.get("type").is_some() && node.flag("nullable")?)
}
