//! Schemas of OpenAPI 3.0 in the dialects that other libraries read.

use serde_json::{Map, Value, json};

use crate::document::{Document, Read, is_alias};

/// Keywords that say nothing about which values are allowed.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "example",
    "default",
    "discriminator",
    "xml",
    "externalDocs",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// Keywords whose values are checked by the validators, and not held by the types.
const CONSTRAINTS: &[&str] = &[
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
    "example",
];

/// For `jsonschema`: a schema of JSON Schema draft 7 that allows the same values.
pub fn validated(schema: &Value) -> Value {
    map_schema(schema, &|mut keywords| {
        keywords.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-"));
        bound_by_format(&mut keywords);
        exclusive_bounds(&mut keywords);
        nullable_type(&mut keywords);
        keywords
    })
}

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

/// For typify: the structure without the constraints, and plain types in place of references to them.
pub fn typed(document: &Document<'_>, schema: &Value) -> Value {
    let unaliased = map_schema(schema, &|keywords| alias_target(document, &keywords).unwrap_or(keywords));
    map_schema(&unaliased, &|mut keywords| {
        keywords.retain(|key, _| !CONSTRAINTS.contains(&key.as_str()) && !key.starts_with("x-"));
        let known = ["int32", "int64", "float", "double", "uuid"];
        if keywords.get("format").and_then(Value::as_str).is_some_and(|format| !known.contains(&format)) {
            keywords.remove("format");
        }
        nullable_type(&mut keywords);
        keywords
    })
}

/// The plain type that a reference leads to, if it does.
fn alias_target(document: &Document<'_>, keywords: &Map<String, Value>) -> Option<Map<String, Value>> {
    let name = keywords.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")?;
    let node = document.schema(name)?;
    if is_alias(node).ok()? { node.resolve().ok()?.value().as_object().cloned() } else { None }
}

/// The named schemas that get a type of their own, lowered for typify.
pub fn typed_components(document: &Document<'_>) -> Vec<(String, Value)> {
    let own = document.schemas.iter().filter(|(_, node)| !matches!(is_alias(node), Ok(true)));
    own.map(|(name, node)| ((*name).to_owned(), typed(document, node.value()))).collect()
}

/// The whole document as progenitor can read it: one media type a body, JSON throughout, types as the server has them.
pub fn for_client(document: &Document<'_>, whole: &Value) -> Read<Value> {
    let mut lowered = whole.clone();
    let schemas: Map<String, Value> =
        typed_components(document).into_iter().map(|(name, schema)| (name, openapi_nullable(&schema))).collect();
    lowered["components"]["schemas"] = Value::Object(schemas);
    lower_bodies(document, &mut lowered)?;
    Ok(lowered)
}

fn lower_bodies(document: &Document<'_>, value: &mut Value) -> Read<()> {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(content)) = object.get_mut("content") {
                let first = std::mem::take(content).into_iter().next();
                content.extend(first.map(|(_, media_type)| ("application/json".to_owned(), media_type)));
            }
            // A schema outside of the components; those are lowered already.
            if let Some(schema) = object.get_mut("schema") {
                *schema = openapi_nullable(&typed(document, schema));
            }
            let mut parts = object.iter_mut().filter(|(key, _)| *key != "schemas" && *key != "schema");
            parts.try_for_each(|(_, part)| lower_bodies(document, part))
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| lower_bodies(document, item)),
        _ => Ok(()),
    }
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

/// `exclusiveMinimum: true` of OpenAPI 3.0 as the number that JSON Schema has had since draft 6.
fn exclusive_bounds(keywords: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if keywords.remove(exclusive) == Some(Value::Bool(true))
            && let Some(value) = keywords.remove(bound)
        {
            keywords.insert(exclusive.to_owned(), value);
        }
    }
}

/// The bounds that `int32` and `int64` mean, where the schema's own are not closer.
fn bound_by_format(keywords: &mut Map<String, Value>) {
    let limits = match keywords.get("format").and_then(Value::as_str) {
        Some("int32") => Some((json!(i32::MIN), json!(i32::MAX))),
        Some("int64") => Some((json!(i64::MIN), json!(i64::MAX))),
        Some("float" | "double") => None,
        _ => return,
    };
    keywords.remove("format");
    let Some((least, most)) = limits else { return };
    for (bound, exclusive, limit, wider) in [
        ("minimum", "exclusiveMinimum", least, f64::lt as fn(&f64, &f64) -> bool),
        ("maximum", "exclusiveMaximum", most, f64::gt),
    ] {
        let given = keywords.get(bound).and_then(Value::as_f64);
        if given.is_none_or(|given| limit.as_f64().is_some_and(|limit| wider(&given, &limit))) {
            keywords.remove(exclusive);
            keywords.insert(bound.to_owned(), limit);
        }
    }
}

fn nullable_type(keywords: &mut Map<String, Value>) {
    if keywords.remove("nullable") != Some(Value::Bool(true)) {
        return;
    }
    if let Some(kind) = keywords.get("type").cloned() {
        keywords.insert("type".to_owned(), json!([kind, "null"]));
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}
