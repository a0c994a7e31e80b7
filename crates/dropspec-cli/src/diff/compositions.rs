//! Schemas within a schema: items, and combinations.

use dropspec_build::document::{Node, Read};

use super::change::Effect;
use super::schema::{Comparison, component_name, unwrapped};

/// Compares the parts of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Read<()> {
    match (old.get("items"), new.get("items")) {
        (Some(old), Some(new)) => comparison.compare_part("[]", &old, &new)?,
        (None, Some(_)) => comparison.note(Effect::Narrower, old, new, "the items have a schema now"),
        (Some(_), None) => comparison.note(Effect::Wider, old, new, "the items have no schema any more"),
        (None, None) => {}
    }
    // Each part of all adds a condition, each of any a possibility.
    compare_combination(comparison, old, new, ("allOf", Effect::Narrower, Effect::Wider))?;
    compare_combination(comparison, old, new, ("anyOf", Effect::Wider, Effect::Narrower))?;
    compare_combination(comparison, old, new, ("oneOf", Effect::Wider, Effect::Narrower))?;
    for keyword in ["not", "discriminator"] {
        let (was, is) = (old.get(keyword), new.get(keyword));
        if was.as_ref().map(Node::value) != is.as_ref().map(Node::value) {
            let (old, new) = (was.as_ref().unwrap_or(old), is.as_ref().unwrap_or(new));
            comparison.note(Effect::Other, old, new, format!("`{keyword}` differs"));
        }
    }
    Ok(())
}

fn compare_combination(
    comparison: &mut Comparison<'_>,
    old: &Node<'_>,
    new: &Node<'_>,
    (keyword, more, fewer): (&str, Effect, Effect),
) -> Read<()> {
    let (mut before, mut after) = (old.items_of(keyword)?, new.items_of(keyword)?);
    if old.get(keyword).is_some() != new.get(keyword).is_some() {
        // What has been free of the condition has it now, or the other way round.
        let effect = if after.is_empty() { Effect::Wider } else { Effect::Narrower };
        comparison.note(effect, old, new, format!("`{keyword}` is {}", if after.is_empty() { "gone" } else { "new" }));
        return Ok(());
    }
    // First those that are the same by name or by content, wherever they stand.
    let mut pairs = Vec::new();
    before.retain(|part| match after.iter().position(|other| is_same(part, other)) {
        Some(place) => {
            pairs.push((part.clone(), after.remove(place)));
            false
        }
        None => true,
    });
    // Then those that are left over, in their order.
    let rest = before.len().min(after.len());
    pairs.extend(before.drain(..rest).zip(after.drain(..rest)));
    for (old, new) in &pairs {
        comparison.compare_part("", old, new)?;
    }
    for part in &before {
        comparison.note(fewer, part, new, format!("a part of `{keyword}` is gone: {}", title(part)));
    }
    for part in &after {
        comparison.note(more, old, part, format!("a part of `{keyword}` is new: {}", title(part)));
    }
    Ok(())
}

fn is_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    one.value() == other.value()
}

/// What a person would call a part.
fn title(part: &Node<'_>) -> String {
    let target = unwrapped(part).ok();
    let name = target.as_ref().and_then(component_name);
    let kind = || target.as_ref().and_then(|target| target.text("type").ok().flatten());
    name.or_else(kind).map_or_else(|| "a schema".to_owned(), |name| format!("`{name}`"))
}
