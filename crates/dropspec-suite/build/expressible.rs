//! Which schemas of the suite a schema of OpenAPI 3.0 can express.

use serde_json::{Value, json};

/// The keywords that both have, with the meaning of draft 4.
const SHARED: &[&str] = &[
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

/// The schema as OpenAPI 3.0 has it, if it can: without references, arrays of types, `null` as a type, and keywords of its own.
pub(crate) fn expressed(schema: &Value) -> Option<Value> {
    let mut expressed = schema.as_object()?.clone();
    expressed.remove("$schema");
    if !expressed.keys().all(|key| SHARED.contains(&key.as_str())) {
        return None;
    }
    match expressed.get("type") {
        // OpenAPI wants an array to say what its items are, and draft 4 takes its silence for anything.
        Some(Value::String(kind)) if kind == "array" && !expressed.contains_key("items") => {
            expressed.insert("items".to_owned(), json!({}));
        }
        None => {}
        Some(Value::String(kind)) if kind != "null" => {}
        Some(_) => return None,
    }
    for key in ["items", "not", "additionalProperties"] {
        match expressed.get_mut(key) {
            Some(Value::Bool(_)) if key == "additionalProperties" => {}
            Some(part) => *part = self::expressed(part)?,
            None => {}
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in expressed.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            *part = self::expressed(part)?;
        }
    }
    for property in
        expressed.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut())
    {
        *property = self::expressed(property)?;
    }
    Some(Value::Object(expressed))
}
