//! Checks schemas and all schemas within them.

use super::contradictions::check_types;
use super::discriminator::discriminator;
use super::keywords::check_keywords;
use super::pattern::pattern;
use super::reference::reference_name;
use crate::node::{Checked, Node, collect};

/// Rejects unknown keywords and invalid values of keywords.
pub fn check_schema(node: &Node<'_>) -> Checked<()> {
    if node.get("$ref").is_some() {
        return named_target(node).map(drop);
    }
    check_keywords(node)?;
    check_types(node)?;
    discriminator(node)?;
    pattern(node)?;
    let items = node.get("items");
    if node.text("type")? == Some("array") && items.is_none() {
        return Err(node.error("an array must have `items`"));
    }
    let extra = node.get("additionalProperties").filter(|extra| extra.value().is_object());
    let properties: Vec<Node<'_>> = node.entries_of("properties")?.into_iter().map(|(_, property)| property).collect();
    let parts = ["allOf", "anyOf", "oneOf"].map(|key| node.items_of(key));
    let mut children: Vec<Node<'_>> = items.into_iter().chain(extra).chain(node.get("not")).chain(properties).collect();
    for part in parts {
        children.extend(part?);
    }
    collect(children, |child| check_schema(&child)).map(drop)
}

fn named_target<'s>(node: &Node<'s>) -> Checked<Node<'s>> {
    let target = node.resolve()?;
    if reference_name(node)?.is_none_or(|name| name.contains('/')) {
        return Err(node.error("a schema can refer only to `#/components/schemas/…`"));
    }
    Ok(target)
}
