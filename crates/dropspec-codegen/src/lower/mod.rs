//! Schemas of OpenAPI 3.0 in the dialects that other libraries read.

mod client;
mod composed;
mod typed;

pub use client::for_client;
pub use typed::{is_anything, typed, typed_components};

use serde_json::{Map, Value};

use dropspec_openapi::json_schema::exclusive_bounds;

/// For schemars, and so for dropshot's emission.
pub fn emitted(schema: &Value) -> Value {
    map_schema(schema, &|mut keywords| {
        keywords.remove("externalDocs");
        exclusive_bounds(&mut keywords);
        if keywords.get("nullable") == Some(&Value::Bool(false)) {
            keywords.remove("nullable");
        }
        keywords
    })
}

/// Applies a change to a schema and to all schemas within it. A reference stands alone: what is beside it does not count.
fn map_schema(schema: &Value, change: &impl Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
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
