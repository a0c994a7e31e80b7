//! The kind of value that is serialized as text.

use crate::node::{Checked, Node};

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

/// The kind of a schema's values; rejects nesting.
pub(super) fn value_kind(schema: &Node<'_>) -> Checked<ValueKind> {
    let parts = kinds(schema)?;
    let value_kind = match parts.as_slice() {
        [] => ValueKind::Plain,
        [(first, _), rest @ ..] if rest.iter().all(|(other, _)| other == first) => *first,
        // An array, or an item of it alone. Objects among other values are not read.
        all if all.iter().any(|(kind, _)| *kind == ValueKind::Array) => ValueKind::Array,
        _ => ValueKind::Plain,
    };
    match parts.iter().filter(|(kind, _)| *kind == value_kind).find_map(nested) {
        Some(part) => Err(part.error(
            "nested arrays and objects cannot be serialized in a parameter; use `content` with application/json",
        )),
        None => Ok(value_kind),
    }
}

/// Whether values of a schema have parts that are arrays or objects.
pub(crate) fn is_nested(schema: &Node<'_>) -> bool {
    kinds(schema).unwrap_or_default().iter().any(|part| nested(part).is_some())
}

/// Whether values of a schema may be objects as well as something else.
pub(crate) fn is_mixed(schema: &Node<'_>) -> bool {
    let kinds = kinds(schema).unwrap_or_default();
    let objects = kinds.iter().filter(|(kind, _)| *kind == ValueKind::Object).count();
    objects > 0 && objects < kinds.len()
}

/// Whether the values of a schema can be written in the style `deepObject`: some of them are arrays or objects, however nested.
pub(crate) fn can_be_deep(schema: &Node<'_>) -> Checked<bool> {
    let found = kinds(schema)?;
    Ok(found.is_empty() || found.iter().any(|(kind, _)| *kind != ValueKind::Plain))
}

/// The first item or property of a schema that is not a scalar.
fn nested<'s>((kind, schema): &(ValueKind, Node<'s>)) -> Option<Node<'s>> {
    let parts: Vec<Node<'s>> = match kind {
        ValueKind::Plain => Vec::new(),
        ValueKind::Array => schema.get("items").into_iter().collect(),
        ValueKind::Object => {
            schema.entries_of("properties").unwrap_or_default().into_iter().map(|(_, property)| property).collect()
        }
    };
    let is_scalar = |part: &Node<'s>| kinds(part).unwrap_or_default().iter().all(|(kind, _)| *kind == ValueKind::Plain);
    parts.into_iter().find(|part| !is_scalar(part))
}

/// The schemas that a schema is composed of, each with the kind of its values.
fn kinds<'s>(schema: &Node<'s>) -> Checked<Vec<(ValueKind, Node<'s>)>> {
    let mut found = Vec::new();
    add_kinds(schema, &mut Vec::new(), &mut found)?;
    Ok(found)
}

/// Adds the kinds of a schema, unless it is one of those that have been `seen`.
fn add_kinds<'s>(schema: &Node<'s>, seen: &mut Vec<String>, found: &mut Vec<(ValueKind, Node<'s>)>) -> Checked<()> {
    let target = schema.resolve()?;
    if seen.iter().any(|pointer| pointer == target.pointer()) {
        return Ok(());
    }
    seen.push(target.pointer().to_owned());
    let kind = match target.text("type")? {
        Some("array") => Some(ValueKind::Array),
        Some("object") => Some(ValueKind::Object),
        Some(_) => Some(ValueKind::Plain),
        None if target.get("properties").is_some() => Some(ValueKind::Object),
        None if target.get("items").is_some() => Some(ValueKind::Array),
        None => None,
    };
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in target.items_of(key)? {
            add_kinds(&part, seen, found)?;
        }
    }
    found.extend(kind.map(|kind| (kind, target)));
    Ok(())
}
