//! Schemas: keywords that have no effect, or not the one of their words.

use serde_json::{Value, json};

use super::{Adjustments, defaults, enums};
use crate::document::pattern;
use crate::node::Node;

/// Whether a schema has keywords that may be adjusted.
pub(super) fn concerns(schema: &Value) -> bool {
    let has = |key: &&str| schema.get(*key).is_some();
    ["enum", "default", "pattern", "nullable", "discriminator", "minimum", "maximum"].iter().any(has)
        || (schema.get("items").is_none() && schema.get("type").is_some_and(|kind| kind == "array"))
}

/// Adjusts the keywords of one schema.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    remove_discriminator(node, adjustments);
    remove_pattern(node, adjustments);
    warn_about_nullable(node, adjustments);
    warn_about_bounds(node, adjustments);
    add_items(node, adjustments);
    enums::adjust(node, adjustments);
    defaults::adjust(node, adjustments);
}

/// "Inline schemas will not be considered": without names there is nothing to select.
fn remove_discriminator(node: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(discriminator) = node.get("discriminator") else { return };
    let branches = ["oneOf", "anyOf"].map(|key| node.items_of(key).unwrap_or_default()).concat();
    if branches.iter().any(|branch| branch.get("$ref").is_none()) {
        let message = "`discriminator` has no effect beside inline schemas; move them to components and refer to them";
        adjustments.remove(&discriminator, message);
    } else if let Some(target) = left_over_target(&discriminator) {
        let message = format!(
            "`discriminator` has no effect: its mapping refers to `{target}`, which is not in the document; name a schema"
        );
        adjustments.remove(&discriminator, message);
    }
}

/// A reference of a mapping to another file that is missing, or to a place that the document does not have: what was there when the document
/// consisted of several files. An unknown component is an error of its author.
fn left_over_target<'s>(discriminator: &Node<'s>) -> Option<&'s str> {
    let mapping = discriminator.entries_of("mapping").unwrap_or_default();
    let unresolved = mapping.into_iter().filter(|(_, target)| target.unresolved_reference().is_some());
    let mut references = unresolved.filter_map(|(_, target)| target.value().as_str());
    references.find(|reference| reference.contains(['/', '#', '.']) && !reference.starts_with("#/components/"))
}

/// A pattern that cannot be compiled is an annotation.
fn remove_pattern(node: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(place) = node.get("pattern") else { return };
    let Some(text) = place.value().as_str() else { return };
    // Many documents repeat the same pattern, and large ones take long.
    let reason = adjustments.patterns.get(text).cloned().unwrap_or_else(|| {
        let reason = pattern(node).err().and_then(|error| Some(error.0.into_iter().next()?.message));
        adjustments.patterns.insert(text.to_owned(), reason.clone());
        reason
    });
    if let Some(reason) = reason {
        let reason = reason.trim_end_matches('.');
        adjustments.remove(&place, format!("{reason}; values are not checked against it"));
    }
}

fn warn_about_nullable(node: &Node<'_>, adjustments: &mut Adjustments) {
    if let (Some(nullable), None) = (node.get("nullable").filter(|flag| flag.value() == true), node.get("type")) {
        adjustments.warn(&nullable, "`nullable` has no effect without `type` in the same schema");
    }
}

/// Integers are held in 64 bits, whatever their bounds.
fn warn_about_bounds(node: &Node<'_>, adjustments: &mut Adjustments) {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if node.get("type").is_none_or(|kind| kind.value() != "integer") {
        return;
    }
    for key in ["minimum", "maximum"] {
        let Some(bound) = node.get(key) else { continue };
        if bound.value().as_f64().is_some_and(|value| value.abs() > LIMIT) {
            adjustments.warn(&bound, format!("this `{key}` has no effect: integers beyond 64 bits are rejected"));
        }
    }
}

/// "`items` MUST be present", but JSON Schema says what an array without them is.
fn add_items(node: &Node<'_>, adjustments: &mut Adjustments) {
    if let (Some(kind), None) = (node.get("type").filter(|kind| kind.value() == "array"), node.get("items")) {
        adjustments.warn(&kind, "an array without `items` has items of any kind; describe them in `items`");
        adjustments.insert(node, "items", json!({}));
    }
}
