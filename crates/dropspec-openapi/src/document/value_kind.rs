//! What a value looks like when it is written as text.

use crate::node::{Node, Read};

/// How deep compositions are looked into.
const DEEPEST: usize = 16;

/// What a value looks like when it is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One value.
    Plain,
    /// A list of plain values.
    Array,
    /// Names with plain values.
    Object,
}

/// The kind of a schema's values, where they are all of one and no list or object is within another.
pub(super) fn kind(schema: &Node<'_>) -> Read<Kind> {
    let found = kinds(schema, DEEPEST)?;
    let kind = match found.as_slice() {
        [] => Kind::Plain,
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        _ => {
            return Err(schema.error("a parameter's values must all be plain, all be arrays or all be objects"));
        }
    };
    let target = schema.resolve()?;
    let within = match kind {
        Kind::Plain => Vec::new(),
        Kind::Array => target.get("items").into_iter().collect(),
        Kind::Object => target.entries_of("properties")?.into_iter().map(|(_, property)| property).collect(),
    };
    for part in within {
        if kinds(&part, DEEPEST)?.iter().any(|kind| *kind != Kind::Plain) {
            return Err(part.error(
                "a parameter cannot have arrays or objects within another: no style says how they are written; \
                 use `content` with application/json",
            ));
        }
    }
    Ok(kind)
}

/// The kinds that a schema and its parts speak of.
fn kinds(schema: &Node<'_>, depth: usize) -> Read<Vec<Kind>> {
    let target = schema.resolve()?;
    let own = match target.text("type")? {
        Some("array") => Some(Kind::Array),
        Some("object") => Some(Kind::Object),
        Some(_) => Some(Kind::Plain),
        None if target.get("properties").is_some() => Some(Kind::Object),
        None if target.get("items").is_some() => Some(Kind::Array),
        None => None,
    };
    let mut kinds: Vec<Kind> = own.into_iter().collect();
    let Some(depth) = depth.checked_sub(1) else { return Ok(kinds) };
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in target.items_of(key)? {
            kinds.extend(self::kinds(&part, depth)?);
        }
    }
    Ok(kinds)
}
