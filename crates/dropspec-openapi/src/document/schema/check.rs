//! Checks schemas and all schemas within them.

use super::contradictions::check_types;
use super::discriminator::discriminator;
use super::keywords::check_keywords;
use super::pattern::pattern;
use super::reference::reference_name;
use crate::node::{Checked, Node, both, collect};

/// Rejects invalid values of keywords.
pub fn check_schema(node: &Node<'_>) -> Checked<()> {
    if node.get("$ref").is_some() {
        return named_target(node).map(drop);
    }
    let own = check_keywords(node).and_then(|()| check_own(node));
    let parts = children(node).and_then(|parts| collect(parts, |part| check_schema(&part)));
    both(own, parts).map(drop)
}

/// Rejects keywords that contradict each other.
fn check_own(node: &Node<'_>) -> Checked<()> {
    check_types(node)?;
    discriminator(node)?;
    pattern(node)?;
    if node.text("type")? == Some("array") && node.get("items").is_none() {
        return Err(node.error("an array must have `items`"));
    }
    Ok(())
}

/// The schemas within a schema.
fn children<'s>(node: &Node<'s>) -> Checked<Vec<Node<'s>>> {
    let extra = node.get("additionalProperties").filter(|extra| extra.value().is_object());
    let single = node.get("items").into_iter().chain(extra).chain(node.get("not"));
    let properties = node.entries_of("properties")?.into_iter().map(|(_, property)| property);
    let parts = collect(["allOf", "anyOf", "oneOf"], |key| node.items_of(key))?;
    Ok(single.chain(properties).chain(parts.into_iter().flatten()).collect())
}

fn named_target<'s>(node: &Node<'s>) -> Checked<Node<'s>> {
    let target = node.resolve()?;
    if reference_name(node)?.is_none_or(|name| name.contains('/')) {
        return Err(node.error("a schema can refer only to `#/components/schemas/…`"));
    }
    Ok(target)
}
