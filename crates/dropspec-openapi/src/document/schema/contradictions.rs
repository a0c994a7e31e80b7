//! Compositions that no value satisfies.

use crate::node::{Checked, Node};

/// More parts than any real schema has; it also ends circular references.
const MAX_PARTS: usize = 256;

/// Rejects `allOf` whose parts are of different types.
pub(super) fn check_types(node: &Node<'_>) -> Checked<()> {
    if node.get("allOf").is_none() {
        return Ok(());
    }
    let types = types(node)?;
    let Some((first, _)) = types.first() else { return Ok(()) };
    let other = types.iter().find(|(other, _)| !is_compatible(first, other));
    match other {
        // Null is of no type and satisfies all parts.
        Some((other, _)) if !types.iter().all(|(_, nullable)| *nullable) => Err(node.error(format!(
            "no value satisfies this schema: one part has the type `{first}` and another the type `{other}`"
        ))),
        _ => Ok(()),
    }
}

/// Whether values may have both types: an integer is a number.
fn is_compatible(one: &str, other: &str) -> bool {
    let general = |kind| if kind == "integer" { "number" } else { kind };
    general(one) == general(other)
}

/// The types of a schema and of its `allOf` parts, and whether they are nullable.
fn types<'s>(node: &Node<'s>) -> Checked<Vec<(&'s str, bool)>> {
    let mut parts = vec![node.clone()];
    let (mut types, mut next) = (Vec::new(), 0);
    while next < parts.len() && parts.len() < MAX_PARTS {
        let part = parts[next].resolve()?;
        if let Some(kind) = part.text("type")? {
            types.push((kind, part.flag("nullable")?));
        }
        parts.extend(part.items_of("allOf")?);
        next += 1;
    }
    Ok(types)
}
