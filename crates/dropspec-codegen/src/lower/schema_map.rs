//! Maps a schema and all schemas within it.

use serde_json::{Map, Value};

/// Applies a change to a schema and all schemas within it. Siblings of a reference are dropped.
pub(super) fn map_schema(schema: &Value, change: &impl Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    if let Some(reference) = keywords.get("$ref") {
        return Value::Object(change(Map::from_iter([("$ref".to_owned(), reference.clone())])));
    }
    let mut changed = change(keywords.clone());
    for (key, value) in &mut changed {
        match (key.as_str(), &mut *value) {
            ("items" | "not" | "additionalProperties", part) => *part = map_schema(part, change),
            ("properties", Value::Object(properties)) => {
                properties.values_mut().for_each(|property| *property = map_schema(property, change));
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                parts.iter_mut().for_each(|part| *part = map_schema(part, change));
            }
            _ => {}
        }
    }
    Value::Object(changed)
}
