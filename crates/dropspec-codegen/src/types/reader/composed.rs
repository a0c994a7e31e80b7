//! `allOf`: another name of the only part that has a type, or an object with the properties of all parts.

use std::collections::HashSet;

use dropspec_openapi::document::admits_null;
use dropspec_openapi::node::{Checked, Node};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::Reader;
use crate::model::TypeRef;

/// Keywords that determine the type of a value, rather than restrict or describe it.
pub(super) const SHAPING: &[&str] =
    &["type", "properties", "additionalProperties", "items", "enum", "allOf", "anyOf", "oneOf", "required", "nullable"];

/// Why values are held as any JSON.
const NOT_FLAT: &str = "the parts of its `allOf` are not all objects, or some of their properties differ in type";

/// Whether a schema does not determine the type of a value.
pub(super) fn says_nothing(node: &Node<'_>) -> bool {
    SHAPING.iter().all(|key| node.get(key).is_none())
}

impl<'s> Reader<'_, 's> {
    pub(super) fn all_of(&mut self, node: &Node<'s>, hint: &str, own: Option<usize>) -> Checked<TypeRef> {
        if let Some(only) = only_part(node)? {
            return self.read(&only, hint);
        }
        let mut flat = Flat::default();
        if !flat.add(node)? || !flat.is_object {
            return Ok(self.fallback(node, NOT_FLAT));
        }
        flat.reject_unsatisfiable(node)?;
        let id = self.drafts.reserve(own, hint, node);
        let is_nullable = !flat.rejects_null;
        self.composed.push_back((id, flat));
        let kind = TypeRef::Named(id);
        Ok(if is_nullable { kind.nullable() } else { kind })
    }
}

/// The only part of a schema that determines its type: the idiom of OpenAPI 3.0 for annotations of a reference. `nullable` has no effect
/// without `type`.
fn only_part<'s>(node: &Node<'s>) -> Checked<Option<Node<'s>>> {
    if SHAPING.iter().any(|key| !["allOf", "nullable"].contains(key) && node.get(key).is_some()) {
        return Ok(None);
    }
    let parts = node.items_of("allOf")?;
    let mut found = None;
    for part in &parts {
        if says_nothing(&part.resolve()?) {
            continue;
        }
        if found.replace(part).is_some() {
            return Ok(None);
        }
    }
    Ok(found.cloned())
}

/// An object that is composed of others.
#[derive(Default)]
pub(super) struct Flat<'s> {
    is_object: bool,
    /// Whether a part rejects null.
    rejects_null: bool,
    pub(super) properties: IndexMap<&'s str, Node<'s>>,
    required: IndexSet<&'s str>,
    /// The names that each closed part allows.
    closed: Vec<HashSet<&'s str>>,
    /// The parts that have been added: several parts may refer to the same schema.
    seen: HashSet<String>,
}

impl<'s> Flat<'s> {
    /// Adds a part; false if it is not an object that can be flattened.
    fn add(&mut self, part: &Node<'s>) -> Checked<bool> {
        let part = part.resolve()?;
        if !self.seen.insert(part.pointer().to_owned()) {
            return Ok(true);
        }
        let other = ["anyOf", "oneOf", "items", "enum"].iter().any(|key| part.get(key).is_some());
        let extra = part.get("additionalProperties");
        if other || extra.as_ref().is_some_and(|extra| extra.value().is_object()) {
            return Ok(false);
        }
        match part.text("type")? {
            Some("object") => {
                self.is_object = true;
                self.rejects_null |= !admits_null(&part)?;
            }
            Some(_) => return Ok(false),
            None => {}
        }
        let properties = part.entries_of("properties")?;
        if extra.is_some_and(|extra| extra.value() == &Value::Bool(false)) {
            self.closed.push(properties.iter().map(|(name, _)| *name).collect());
        }
        for (name, property) in properties {
            let narrowed = match self.properties.get(name) {
                Some(other) => narrower(other, &property)?,
                None => Some(property),
            };
            let Some(narrowed) = narrowed else { return Ok(false) };
            self.properties.insert(name, narrowed);
        }
        self.required.extend(part.items_of("required")?.iter().filter_map(|name| name.value().as_str()));
        for part in part.items_of("allOf")? {
            if !self.add(&part)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether all parts allow a property.
    pub(super) fn allows(&self, name: &str) -> bool {
        self.closed.iter().all(|names| names.contains(name))
    }

    /// Whether a part requires a property.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.contains(name)
    }

    /// The required properties that no part describes.
    pub(super) fn undescribed(&self) -> impl Iterator<Item = &'s str> {
        self.required.iter().copied().filter(|name| !self.properties.contains_key(name))
    }

    /// Whether all parts allow other properties.
    pub(super) fn is_open(&self) -> bool {
        self.closed.is_empty()
    }

    fn reject_unsatisfiable(&self, node: &Node<'_>) -> Checked<()> {
        let both_ways = |name: &str| match self.properties.get(name) {
            Some(property) => Ok(!property.is_read_only()? && !property.is_write_only()?),
            None => Checked::Ok(true),
        };
        for name in self.required.iter().filter(|name| !self.allows(name)) {
            if both_ways(name)? {
                return Err(node.error(format!(
                    "no value satisfies this schema: one part requires `{name}` and another forbids it; merge the parts into one schema"
                )));
            }
        }
        Ok(())
    }
}

/// The one of two schemas of a property whose type covers what both allow.
fn narrower<'s>(first: &Node<'s>, second: &Node<'s>) -> Checked<Option<Node<'s>>> {
    let (left, right) = (first.resolve()?, second.resolve()?);
    if left.value() == right.value() || says_nothing(&right) {
        return Ok(Some(first.clone()));
    }
    if says_nothing(&left) {
        return Ok(Some(second.clone()));
    }
    let scalar = matches!(left.text("type")?, Some("boolean" | "integer" | "number" | "string"));
    let alike = left.text("type")? == right.text("type")? && left.flag("nullable")? == right.flag("nullable")?;
    let plain = |node: &Node<'_>| ["allOf", "anyOf", "oneOf"].iter().all(|key| node.get(key).is_none());
    let narrowed = if right.get("enum").is_some() { second } else { first };
    Ok((scalar && alike && plain(&left) && plain(&right)).then(|| narrowed.clone()))
}
