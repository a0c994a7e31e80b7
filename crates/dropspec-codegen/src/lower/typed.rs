//! Schemas for typify: the structure without the constraints, and only types that represent all values.

use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, admits_null, is_alias, reference_name};
use dropspec_openapi::node::{Checked, Node, collect};
use serde_json::{Map, Value, json};

use super::composed::{all_of, alternatives};
use super::keywords::required;

/// Lowers a schema; the empty schema if only `serde_json::Value` represents all its values.
pub fn typed(document: &Document<'_>, node: &Node<'_>) -> Checked<Value> {
    Writer { document, depth: 0, composed: None }.schema(node)
}

/// The named schemas that get a type of their own, lowered.
pub fn typed_components(document: &Document<'_>) -> Checked<Vec<(String, Value)>> {
    let own = document
        .schemas
        .iter()
        .filter(|(name, node)| !document.is_json_fallback(name) && !matches!(is_alias(node), Ok(true)));
    own.map(|(name, node)| Ok(((*name).to_owned(), typed(document, node)?))).collect()
}

/// The maximum number of composed objects within each other. A composed object without a name has a type of its own wherever it occurs, so that
/// their number grows exponentially with the depth.
const MAX_COMPOSITIONS: usize = 3;

/// The maximum number of them that refer to the same named schema, which may be recursive.
const MAX_REPETITIONS: usize = 2;

/// Writes a schema at a depth of the composition.
#[derive(Clone, Copy)]
struct Writer<'w, 's> {
    document: &'w Document<'s>,
    depth: usize,
    /// The composed object around the schema.
    composed: Option<&'w Composed<'w>>,
}

/// A composed object.
struct Composed<'w> {
    /// The named schemas that it refers to.
    names: Vec<&'w str>,
    around: Option<&'w Composed<'w>>,
}

impl Composed<'_> {
    /// Whether it is too deep in others, or too often in some of the same named schemas: then it may have no end.
    fn is_excessive(&self) -> bool {
        let others = || std::iter::successors(self.around, |composed| composed.around);
        let repeats = |other: &&Composed<'_>| other.names.iter().any(|name| self.names.contains(name));
        others().count() >= MAX_COMPOSITIONS || others().filter(repeats).count() >= MAX_REPETITIONS
    }
}

impl Writer<'_, '_> {
    fn schema(&self, node: &Node<'_>) -> Checked<Value> {
        let within = Self { depth: self.depth + 1, ..*self };
        if let Some(reference) = node.text("$ref")? {
            return within.reference(node, reference);
        }
        let mut lowered = within.structure(node)?;
        if let Value::Object(keywords) = &mut lowered
            && !keywords.contains_key("$ref")
        {
            for key in ["description", "default"] {
                keywords.extend(node.get(key).map(|value| (key.to_owned(), value.value().clone())));
            }
        }
        Ok(lowered)
    }

    fn reference(&self, node: &Node<'_>, reference: &str) -> Checked<Value> {
        let target = node.resolve()?;
        if is_alias(&target)? {
            return self.schema(&target);
        }
        let name = reference.trim_start_matches(COMPONENT_SCHEMAS);
        Ok(if self.document.is_json_fallback(name) { json!({}) } else { json!({ "$ref": reference }) })
    }

    fn structure(&self, node: &Node<'_>) -> Checked<Value> {
        if node.get("allOf").is_some() {
            return self.composed(node);
        }
        if node.get("anyOf").is_some() || node.get("oneOf").is_some() {
            return Ok(alternatives(node, self.depth, &|part| self.schema(part))?.unwrap_or_else(|| json!({})));
        }
        let kind = node.text("type")?;
        let lowered = match kind {
            Some("object") => self.object(node)?,
            Some("array") => json!({ "type": "array", "items": self.schema(&node.require("items")?)? }),
            Some("string") => string(node)?,
            Some("integer") if node.text("format")? == Some("int32") => json!({ "type": "integer", "format": "int32" }),
            Some("integer") => json!({ "type": "integer", "format": "int64" }),
            Some("number") => json!({ "type": "number", "format": "double" }),
            Some(kind) => json!({ "type": kind }),
            None => string(node)?,
        };
        Ok(if admits_null(node)? { nullable(lowered) } else { lowered })
    }

    fn composed(&self, node: &Node<'_>) -> Checked<Value> {
        let parts = node.items_of("allOf")?;
        let names = collect(&parts, reference_name)?.into_iter().flatten().collect();
        let composed = Composed { names, around: self.composed };
        // A reference alone is that reference.
        let is_alone = parts.len() == 1 && node.get("properties").is_none();
        if composed.is_excessive() && !is_alone {
            return Ok(json!({}));
        }
        let within = Writer { composed: Some(&composed), ..*self };
        Ok(all_of(node, self.depth, &|part| within.schema(part))?.unwrap_or_else(|| json!({})))
    }

    fn object(&self, node: &Node<'_>) -> Checked<Value> {
        let mut properties = Map::new();
        for (name, property) in node.entries_of("properties")? {
            properties.insert(name.to_owned(), self.schema(&property)?);
        }
        let mut lowered = json!({ "type": "object" });
        if node.get("properties").is_some() {
            lowered["properties"] = Value::Object(properties);
        }
        match node.get("additionalProperties") {
            Some(extra) if extra.value().is_object() => lowered["additionalProperties"] = self.schema(&extra)?,
            Some(extra) => lowered["additionalProperties"] = extra.value().clone(),
            None => {}
        }
        let required = required(node)?;
        if !required.is_empty() {
            lowered["required"] = json!(required);
        }
        Ok(lowered)
    }
}

/// A string, or an enum of strings.
fn string(node: &Node<'_>) -> Checked<Value> {
    let values = node.items_of("enum")?;
    let strings: Vec<&str> = values.iter().filter_map(|value| value.value().as_str()).collect();
    let others = values.iter().any(|value| !value.value().is_string() && !value.value().is_null());
    if !strings.is_empty() && !others && (node.text("type")?.is_some() || strings.len() == values.len()) {
        return Ok(json!({ "type": "string", "enum": strings }));
    }
    Ok(match (node.text("type")?, node.text("format")?) {
        (None, _) => json!({}),
        (_, Some(format @ ("uuid" | "binary"))) => json!({ "type": "string", "format": format }),
        _ => json!({ "type": "string" }),
    })
}

fn nullable(mut lowered: Value) -> Value {
    if let Some(kind) = lowered.get("type").cloned() {
        lowered["type"] = json!([kind, "null"]);
        if let Some(Value::Array(values)) = lowered.get_mut("enum") {
            values.push(Value::Null);
        }
    }
    lowered
}
