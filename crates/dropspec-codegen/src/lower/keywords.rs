//! Keywords of lowered schemas.

use dropspec_openapi::node::{Checked, Node};
use serde_json::Value;

/// Whether values of a lowered schema are `serde_json::Value`.
pub fn is_anything(lowered: &Value) -> bool {
    lowered.as_object().is_some_and(|keywords| keywords.keys().all(|key| key == "description" || key == "default"))
}

/// The required properties that are present in both directions.
pub(super) fn required<'s>(node: &Node<'s>) -> Checked<Vec<&'s str>> {
    let mut required = Vec::new();
    for name in node.items_of("required")?.iter().filter_map(|name| name.value().as_str()) {
        let property = node.get("properties").and_then(|properties| properties.get(name));
        let one_way = |property: &Node<'_>| Ok(property.is_read_only()? || property.is_write_only()?);
        if !property.as_ref().map(one_way).transpose()?.unwrap_or_default() {
            required.push(name);
        }
    }
    Ok(required)
}
