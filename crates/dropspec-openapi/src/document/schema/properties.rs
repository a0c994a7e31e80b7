//! The properties of objects, composed ones included.

use crate::node::{Checked, Node, collect};

/// The schema of a property of an object, or of one of its `allOf` parts.
pub fn property<'s>(node: &Node<'s>, name: &str) -> Checked<Option<Node<'s>>> {
    Ok(properties(node)?.into_iter().find_map(|(other, property)| (other == name).then_some(property)))
}

/// The properties of an object and of its `allOf` parts.
pub fn properties<'s>(node: &Node<'s>) -> Checked<Vec<(&'s str, Node<'s>)>> {
    Ok(collect(composed(node)?, |part| part.entries_of("properties"))?.into_iter().flatten().collect())
}

/// Whether an object or one of its `allOf` parts requires a property.
pub fn is_required(node: &Node<'_>, name: &str) -> Checked<bool> {
    for part in composed(node)? {
        if part.items_of("required")?.iter().any(|required| required.value() == name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A schema with its `allOf` parts.
fn composed<'s>(node: &Node<'s>) -> Checked<Vec<Node<'s>>> {
    /// More parts than any real schema has; it also ends circular references.
    const MAX_PARTS: usize = 256;
    let mut parts = vec![node.resolve()?];
    let mut next = 0;
    while next < parts.len() && parts.len() < MAX_PARTS {
        let inner = parts[next].items_of("allOf")?;
        for part in inner {
            parts.push(part.resolve()?);
        }
        next += 1;
    }
    Ok(parts)
}
