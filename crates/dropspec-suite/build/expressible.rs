//! Converts schemas of the suite to OpenAPI 3.0, where it can express them.

use serde_json::{Value, json};

/// The keywords that OpenAPI 3.0 has with the meaning of draft 4.
const SHARED_KEYWORDS: &[&str] = &[
    "title",
    "description",
    "default",
    "format",
    "type",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
];

/// Converts a schema to OpenAPI 3.0; none if it has references, arrays of types, the type `null`, or keywords that are not shared.
pub(crate) fn to_openapi(schema: &Value) -> Option<Value> {
    let mut converted = schema.as_object()?.clone();
    converted.remove("$schema");
    if !converted.keys().all(|key| SHARED_KEYWORDS.contains(&key.as_str())) {
        return None;
    }
    match converted.get("type") {
        // OpenAPI requires `items` for arrays; in draft 4, its absence allows any items.
        Some(Value::String(kind)) if kind == "array" && !converted.contains_key("items") => {
            converted.insert("items".to_owned(), json!({}));
        }
        None => {}
        Some(Value::String(kind)) if kind != "null" => {}
        Some(_) => return None,
    }
    for key in ["items", "not", "additionalProperties"] {
        match converted.get_mut(key) {
            Some(Value::Bool(_)) if key == "additionalProperties" => {}
            Some(part) => *part = to_openapi(part)?,
            None => {}
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in converted.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            *part = to_openapi(part)?;
        }
    }
    for property in
        converted.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut())
    {
        *property = to_openapi(property)?;
    }
    Some(Value::Object(converted))
}
