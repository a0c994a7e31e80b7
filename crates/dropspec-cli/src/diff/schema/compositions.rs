//! Compares the schemas within a schema: `items`, `allOf`, `anyOf`, `oneOf`, `not` and `discriminator`.

use dropspec_openapi::node::{Checked, Node};

use super::{Comparison, component_name, unwrapped};
use crate::diff::change::Effect;

/// Compares the subschemas of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    match (old.get("items"), new.get("items")) {
        (Some(old), Some(new)) => comparison.compare_part("[]", &old, &new)?,
        (None, Some(_)) => comparison.add(Effect::Narrower, old, new, "`items` added"),
        (Some(_), None) => comparison.add(Effect::Wider, old, new, "`items` removed"),
        (None, None) => {}
    }
    // A subschema of `allOf` adds a condition, one of `anyOf` or `oneOf` an alternative.
    compare_composition(comparison, old, new, ("allOf", Effect::Narrower, Effect::Wider))?;
    compare_composition(comparison, old, new, ("anyOf", Effect::Wider, Effect::Narrower))?;
    compare_composition(comparison, old, new, ("oneOf", Effect::Wider, Effect::Narrower))?;
    for keyword in ["not", "discriminator"] {
        let (before, after) = (old.get(keyword), new.get(keyword));
        if before.as_ref().map(Node::value) != after.as_ref().map(Node::value) {
            let (old, new) = (before.as_ref().unwrap_or(old), after.as_ref().unwrap_or(new));
            comparison.add(Effect::Other, old, new, format!("`{keyword}` changed"));
        }
    }
    Ok(())
}

/// Compares the subschemas of a keyword, given the effects of adding and of removing one.
fn compare_composition(
    comparison: &mut Comparison<'_>,
    old: &Node<'_>,
    new: &Node<'_>,
    (keyword, adding, removing): (&str, Effect, Effect),
) -> Checked<()> {
    let (mut before, mut after) = (old.items_of(keyword)?, new.items_of(keyword)?);
    if old.get(keyword).is_some() != new.get(keyword).is_some() {
        // Without the keyword, every value is allowed.
        let (effect, verb) = if after.is_empty() { (Effect::Wider, "removed") } else { (Effect::Narrower, "added") };
        comparison.add(effect, old, new, format!("`{keyword}` {verb}"));
        return Ok(());
    }
    // Pair the subschemas that are equal, whatever their order.
    let mut pairs = Vec::new();
    before.retain(|part| match after.iter().position(|other| part.value() == other.value()) {
        Some(index) => {
            pairs.push((part.clone(), after.remove(index)));
            false
        }
        None => true,
    });
    // Pair the others in order.
    let rest = before.len().min(after.len());
    pairs.extend(before.drain(..rest).zip(after.drain(..rest)));
    for (old, new) in &pairs {
        comparison.compare_part("", old, new)?;
    }
    for part in &before {
        comparison.add(removing, part, new, format!("subschema of `{keyword}` removed: {}", title(part)));
    }
    for part in &after {
        comparison.add(adding, old, part, format!("subschema of `{keyword}` added: {}", title(part)));
    }
    Ok(())
}

/// The name of a subschema in reports: that of its component, or its type.
fn title(part: &Node<'_>) -> String {
    let target = unwrapped(part).ok();
    let name = target.as_ref().and_then(component_name);
    let kind = || target.as_ref().and_then(|target| target.text("type").ok().flatten());
    name.or_else(kind).map_or_else(|| "unnamed".to_owned(), |name| format!("`{name}`"))
}
