//! The kind of value that is serialized as text.

use crate::node::{Checked, Node};

/// The maximum depth of compositions.
const MAX_DEPTH: usize = 16;

/// The kind of value that is serialized as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// A scalar.
    Plain,
    /// An array of scalars.
    Array,
    /// An object of scalars.
    Object,
}

/// The kind of a schema's values; rejects mixed kinds and nesting.
pub(super) fn value_kind(schema: &Node<'_>) -> Checked<ValueKind> {
    let found = value_kinds(schema, MAX_DEPTH)?;
    let value_kind = match found.as_slice() {
        [] => ValueKind::Plain,
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        // An array, or an item of it alone.
        all if !all.contains(&ValueKind::Object) => ValueKind::Array,
        _ => {
            return Err(schema.error("the values of a parameter must be scalars and arrays, or all objects"));
        }
    };
    let target = schema.resolve()?;
    let within = match value_kind {
        ValueKind::Plain => Vec::new(),
        ValueKind::Array => target.get("items").into_iter().collect(),
        ValueKind::Object => target.entries_of("properties")?.into_iter().map(|(_, property)| property).collect(),
    };
    for part in within {
        if value_kinds(&part, MAX_DEPTH)?.iter().any(|value_kind| *value_kind != ValueKind::Plain) {
            return Err(part.error(
                "nested arrays and objects cannot be serialized in a parameter; use `content` with application/json",
            ));
        }
    }
    Ok(value_kind)
}

/// Whether the values of a schema can be written in the style `deepObject`: some of them are arrays or objects, however nested.
pub(super) fn can_be_deep(schema: &Node<'_>) -> Checked<bool> {
    let found = value_kinds(schema, MAX_DEPTH)?;
    Ok(found.is_empty() || found.iter().any(|value_kind| *value_kind != ValueKind::Plain))
}

/// The kinds that a schema and its compositions mention.
fn value_kinds(schema: &Node<'_>, depth: usize) -> Checked<Vec<ValueKind>> {
    let target = schema.resolve()?;
    let own = match target.text("type")? {
        Some("array") => Some(ValueKind::Array),
        Some("object") => Some(ValueKind::Object),
        Some(_) => Some(ValueKind::Plain),
        None if target.get("properties").is_some() => Some(ValueKind::Object),
        None if target.get("items").is_some() => Some(ValueKind::Array),
        None => None,
    };
    let mut value_kinds: Vec<ValueKind> = own.into_iter().collect();
    let Some(depth) = depth.checked_sub(1) else { return Ok(value_kinds) };
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in target.items_of(key)? {
            value_kinds.extend(self::value_kinds(&part, depth)?);
        }
    }
    Ok(value_kinds)
}
