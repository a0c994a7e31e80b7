//! Schemas of OpenAPI 3.0 in the dialects that other libraries read.

mod composed;
mod typed;
mod validated;

pub use typed::{is_anything, typed, typed_components};
pub use validated::{Direction, validated};

use serde_json::{Map, Value, json};

use crate::document::{Document, Node, Read};
use validated::exclusive_bounds;

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

/// The whole document as progenitor can read it: one media type a body, JSON throughout, types as the server has them.
pub fn for_client(document: &Document<'_>, root: &Node<'_>) -> Read<Value> {
    let mut lowered = lowered_bodies(document, root)?;
    let schemas: Map<String, Value> =
        typed_components(document)?.into_iter().map(|(name, schema)| (name, openapi_nullable(&schema))).collect();
    lowered["components"]["schemas"] = Value::Object(schemas);
    Ok(lowered)
}

fn lowered_bodies(document: &Document<'_>, node: &Node<'_>) -> Read<Value> {
    if node.value().is_array() {
        let items = node.items()?.iter().map(|item| lowered_bodies(document, item)).collect::<Read<_>>()?;
        return Ok(Value::Array(items));
    }
    if !node.value().is_object() {
        return Ok(node.value().clone());
    }
    let mut lowered = Map::new();
    for (key, part) in node.entries()? {
        let value = match key {
            "content" if part.value().is_object() => {
                let first = part.entries()?.into_iter().next();
                let first = first.map(|(_, media_type)| lowered_bodies(document, &media_type)).transpose()?;
                first.map_or_else(|| json!({}), |media_type| json!({ "application/json": media_type }))
            }
            // A schema outside of the components; those are lowered by themselves.
            "schema" => openapi_nullable(&typed(document, &part)?),
            "schemas" | "example" | "examples" => part.value().clone(),
            _ => lowered_bodies(document, &part)?,
        };
        lowered.insert(key.to_owned(), value);
    }
    Ok(Value::Object(lowered))
}

/// Turns `type: [x, "null"]` back into what OpenAPI 3.0 says for it.
fn openapi_nullable(schema: &Value) -> Value {
    map_schema(schema, &|mut keywords| {
        if let Some(Value::Array(kinds)) = keywords.get("type") {
            let kind = kinds.first().cloned().unwrap_or_default();
            keywords.insert("type".to_owned(), kind);
            keywords.insert("nullable".to_owned(), Value::Bool(true));
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
