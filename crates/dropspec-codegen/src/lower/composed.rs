//! `allOf`, `anyOf` and `oneOf` as types: a flat object, or an enum of unambiguous variants.

use dropspec_openapi::node::{Checked, Node};
use indexmap::IndexMap;
use serde_json::{Value, json};

use super::keywords::{is_anything, required};

/// The maximum depth of compositions; it also ends circular references.
const DEEPEST: usize = 64;

/// Keywords that determine the type of a value, rather than restrict or describe it.
const SHAPING: &[&str] =
    &["type", "properties", "additionalProperties", "items", "enum", "allOf", "anyOf", "oneOf", "required", "nullable"];

/// Lowers a schema within a composed one.
pub(super) type Lower<'l> = &'l dyn Fn(&Node<'_>) -> Checked<Value>;

/// The type of a schema with `allOf`, if it has one.
pub(super) fn all_of(node: &Node<'_>, depth: usize, lower: Lower<'_>) -> Checked<Option<Value>> {
    if depth > DEEPEST {
        return Ok(None);
    }
    let parts = node.items_of("allOf")?;
    // The idiom of OpenAPI 3.0 for a description or a default beside a reference.
    if let ([only], true) = (parts.as_slice(), SHAPING.iter().all(|key| *key == "allOf" || node.get(key).is_none())) {
        return lower(only).map(Some);
    }
    let mut flat = Flat::default();
    if !flat.add(node, 0)? || !flat.is_object {
        return Ok(None);
    }
    flat.reject_unsatisfiable(node)?;
    flat.lowered(lower).map(Some)
}

/// An object that is composed of others.
#[derive(Default)]
struct Flat<'s> {
    is_object: bool,
    properties: IndexMap<&'s str, Node<'s>>,
    required: Vec<&'s str>,
    /// The names that each closed part allows.
    closed: Vec<Vec<&'s str>>,
}

impl<'s> Flat<'s> {
    /// Adds a part; false if it is not an object that can be flattened.
    fn add(&mut self, part: &Node<'s>, depth: usize) -> Checked<bool> {
        let part = part.resolve()?;
        let other = ["anyOf", "oneOf", "items", "enum"].iter().any(|key| part.get(key).is_some());
        let extra = part.get("additionalProperties");
        if depth > DEEPEST
            || other
            || part.flag("nullable")?
            || extra.as_ref().is_some_and(|extra| extra.value().is_object())
        {
            return Ok(false);
        }
        match part.text("type")? {
            Some("object") => self.is_object = true,
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
        self.required.extend(required(&part)?);
        for part in part.items_of("allOf")? {
            if !self.add(&part, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn allows(&self, name: &str) -> bool {
        self.closed.iter().all(|names| names.contains(&name))
    }

    fn reject_unsatisfiable(&self, node: &Node<'_>) -> Checked<()> {
        match self.required.iter().find(|name| !self.allows(name)) {
            Some(name) => Err(node.error(format!(
                "no value satisfies this schema: one part requires `{name}` and another forbids it; merge the parts into one schema"
            ))),
            None => Ok(()),
        }
    }

    fn lowered(&self, lower: Lower<'_>) -> Checked<Value> {
        let allowed = self.properties.iter().filter(|(name, _)| self.allows(name));
        let properties = allowed.map(|(name, property)| Ok(((*name).to_owned(), lower(property)?)));
        let mut lowered = json!({ "type": "object", "properties": Value::Object(properties.collect::<Checked<_>>()?) });
        let both_ways = |name: &str| match self.properties.get(name) {
            Some(property) => Ok(!property.is_read_only()? && !property.is_write_only()?),
            None => Checked::Ok(true),
        };
        let mut names = Vec::new();
        for name in &self.required {
            if both_ways(name)? && !names.contains(name) {
                names.push(*name);
            }
        }
        if !names.is_empty() {
            lowered["required"] = json!(names);
        }
        if !self.closed.is_empty() {
            lowered["additionalProperties"] = json!(false);
        }
        Ok(lowered)
    }
}

/// The one of two schemas of a property whose type covers what both allow.
fn narrower<'s>(first: &Node<'s>, second: &Node<'s>) -> Checked<Option<Node<'s>>> {
    let (left, right) = (first.resolve()?, second.resolve()?);
    let says_nothing = |node: &Node<'_>| SHAPING.iter().all(|key| node.get(key).is_none());
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

/// The type of a schema with `anyOf` or `oneOf`, if its parts have distinct JSON types.
pub(super) fn alternatives(node: &Node<'_>, depth: usize, lower: Lower<'_>) -> Checked<Option<Value>> {
    let alone = SHAPING.iter().filter(|key| node.get(key).is_some()).count() == 1;
    if !alone || node.get("discriminator").is_some() || depth > DEEPEST {
        return Ok(None);
    }
    let parts = [node.items_of("anyOf")?, node.items_of("oneOf")?].concat();
    let mut kinds = Vec::new();
    let mut lowered = Vec::new();
    for part in &parts {
        let target = part.resolve()?;
        let kind = match target.text("type")? {
            Some("integer") => "number",
            Some(kind) => kind,
            None => return Ok(None),
        };
        if kinds.contains(&kind) || target.flag("nullable")? {
            return Ok(None);
        }
        kinds.push(kind);
        lowered.push(lower(part)?);
    }
    if let [only] = lowered.as_slice() {
        return Ok(Some(only.clone()));
    }
    Ok(lowered.iter().all(|part| !is_anything(part)).then(|| json!({ "oneOf": lowered })))
}
