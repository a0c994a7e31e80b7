//! `allOf` as a reference: the idiom for a description or a default beside `$ref`.

use serde_json::{Value, json};

use super::Adjustments;
use crate::document::allows_default;
use crate::grammar::{Rule, SCHEMA};
use crate::node::Node;

/// The keywords that only annotate. `nullable` is one of them where there is no `type`, and a property's direction where there is no property.
const ANNOTATIONS: &[&str] =
    &["title", "description", "example", "externalDocs", "deprecated", "xml", "nullable", "readOnly", "writeOnly"];

/// Whether an object is a composed schema.
pub(super) fn concerns(value: &Value, rule: Rule) -> bool {
    let is_schema = rule.object(value).is_some_and(|object| std::ptr::eq(object, &raw const SCHEMA));
    is_schema && value.get("allOf").is_some() && value.get("$ref").is_none()
}

/// Replaces `allOf` that means nothing but a reference by the reference, so that it has the type of the referenced schema.
pub(super) fn simplify(node: &Node<'_>, _: Rule, adjustments: &mut Adjustments) {
    let Some(all) = node.get("allOf") else { return };
    let Ok(parts) = all.items() else { return };
    let (notes, shaping): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| annotates(part, &[]));
    if shaping.is_empty() {
        return;
    }
    let default = default(node, &notes);
    let only = (shaping.len() == 1).then(|| &shaping[0]).filter(|only| only.get("$ref").is_some());
    // The direction of a property stays with the property.
    let is_bare = annotates(node, &["allOf", "default"]) && !is_directed(node);
    match (only, default) {
        (Some(reference), None) if is_bare => adjustments.replace(node, reference.value().clone()),
        (Some(reference), Some(default)) if is_bare => with_default(node, reference, &default, adjustments),
        (_, default) => {
            if !notes.is_empty() {
                let shaping = shaping.iter().map(|part| part.value().clone()).collect();
                adjustments.replace(&all, Value::Array(shaping));
            }
            if let Some(default) = default {
                adjustments.remove(&default, NO_DEFAULT);
            }
        }
    }
}

const NO_DEFAULT: &str = "`default` beside `allOf` has no effect; move it into the schema that `allOf` refers to";

/// Gives the default to a copy of the referenced schema, if that is a plain one.
fn with_default(node: &Node<'_>, reference: &Node<'_>, default: &Node<'_>, adjustments: &mut Adjustments) {
    let target = reference.resolve().ok();
    let scalar = target.filter(|target| {
        let kind = target.value().get("type").and_then(Value::as_str);
        let composed = ["allOf", "anyOf", "oneOf", "not"].iter().any(|key| target.get(key).is_some());
        matches!(kind, Some("boolean" | "integer" | "number" | "string")) && !composed
    });
    match scalar {
        Some(target) if allows_default(&target, default.value()).unwrap_or(false) => {
            let mut copy = target.value().clone();
            copy["default"] = default.value().clone();
            adjustments.replace(node, copy);
        }
        _ => {
            adjustments.warn(default, NO_DEFAULT);
            adjustments.replace(node, json!({ "$ref": reference.value()["$ref"] }));
        }
    }
}

/// The default beside `allOf`, or in one of its parts that only annotate.
fn default<'s>(node: &Node<'s>, notes: &[Node<'s>]) -> Option<Node<'s>> {
    node.get("default").or_else(|| notes.iter().find_map(|part| part.get("default")))
}

/// Whether a schema has only annotations, extensions, and the given keywords.
fn annotates(node: &Node<'_>, more: &[&str]) -> bool {
    let silent = |key: &String| {
        ANNOTATIONS.contains(&key.as_str()) || more.contains(&key.as_str()) || key == "default" || is_foreign(key)
    };
    node.value().as_object().is_some_and(|keywords| keywords.keys().all(silent))
}

fn is_foreign(key: &str) -> bool {
    key.starts_with("x-") && !key.starts_with("x-dropspec-")
}

fn is_directed(node: &Node<'_>) -> bool {
    ["readOnly", "writeOnly"].iter().any(|key| node.get(key).is_some())
}
