//! Objects.

use serde_json::{Map, Value};

use super::facets::Facets;
use super::{Generator, Suggestions};
use crate::json_schema::Direction;
use crate::node::{Checked, Node};

impl Generator {
    /// An object with all required properties, and the optional ones that end and for which there is room.
    pub(super) fn object(&mut self, facets: &Facets<'_>, index: usize) -> Checked<Option<Value>> {
        let (least, most) = facets.size("minProperties", "maxProperties");
        let properties = properties(facets, self.direction)?;
        let required = required(facets)?;
        let mut map = Map::new();
        for (name, schemas) in &properties.visible {
            let is_required = required.contains(name);
            if !is_required && !self.has_room() {
                continue;
            }
            match self.property(facets, name, schemas, index)? {
                Some(value) => drop(map.insert((*name).to_owned(), value)),
                None if is_required => return Ok(None),
                None => {}
            }
        }
        map.extend(facets.discriminators.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
        let undescribed = required.iter().filter(|name| !properties.hidden.contains(*name)).map(ToString::to_string);
        if !self.add_undescribed(facets, &mut map, undescribed, index)? {
            return Ok(None);
        }
        let names: Vec<String> = map.keys().filter(|name| !required.contains(&name.as_str())).cloned().collect();
        for name in names.iter().rev().take(map.len().saturating_sub(most)) {
            map.shift_remove(name);
        }
        let wanted = least.max(usize::from(map.is_empty() && is_map(facets) && self.has_room())).min(most);
        let names = (1..=wanted.saturating_add(map.len())).map(|number| format!("property{number}"));
        let missing = wanted.saturating_sub(map.len());
        let names: Vec<String> = names.filter(|name| !map.contains_key(name)).take(missing).collect();
        let is_complete = self.add_undescribed(facets, &mut map, names.into_iter(), index)?;
        Ok((is_complete || map.len() >= least).then_some(Value::Object(map)))
    }

    fn property(
        &mut self,
        facets: &Facets<'_>,
        name: &str,
        schemas: &[Node<'_>],
        index: usize,
    ) -> Checked<Option<Value>> {
        if self.suggestions == Suggestions::Used
            && let Some(value) = facets.suggested_property(name)
        {
            return Ok(Some(value.clone()));
        }
        self.value(schemas, index)
    }

    /// Adds properties that only `additionalProperties` describes. Returns whether all could be added.
    fn add_undescribed(
        &mut self,
        facets: &Facets<'_>,
        map: &mut Map<String, Value>,
        names: impl Iterator<Item = String>,
        index: usize,
    ) -> Checked<bool> {
        let schemas: Vec<Node<'_>> =
            facets.nodes("additionalProperties").filter(|node| node.value().is_object()).collect();
        let is_closed = facets.nodes("additionalProperties").any(|node| node.value() == &Value::Bool(false));
        for name in names {
            if map.contains_key(&name) {
                continue;
            }
            let value = if is_closed { None } else { self.value(&schemas, index)? };
            let Some(value) = value else { return Ok(false) };
            map.insert(name, value);
        }
        Ok(true)
    }
}

/// The properties of an object.
struct Properties<'s> {
    /// Those of the direction, with all their schemas.
    visible: Vec<(&'s str, Vec<Node<'s>>)>,
    /// Those of the other direction only.
    hidden: Vec<&'s str>,
}

fn properties<'s>(facets: &Facets<'s>, direction: Direction) -> Checked<Properties<'s>> {
    let mut found = Properties { visible: Vec::new(), hidden: Vec::new() };
    for part in facets.parts() {
        for (name, property) in part.entries_of("properties")? {
            let is_hidden = match direction {
                Direction::Request => property.is_read_only()?,
                Direction::Response => property.is_write_only()?,
            };
            if is_hidden {
                found.hidden.push(name);
            } else if let Some((_, schemas)) = found.visible.iter_mut().find(|(known, _)| *known == name) {
                schemas.push(property);
            } else {
                found.visible.push((name, vec![property]));
            }
        }
    }
    found.visible.retain(|(name, _)| !found.hidden.contains(name));
    Ok(found)
}

fn required<'s>(facets: &Facets<'s>) -> Checked<Vec<&'s str>> {
    let mut names = Vec::new();
    for node in facets.nodes("required") {
        names.extend(node.items()?.iter().filter_map(|name| name.value().as_str()));
    }
    Ok(names)
}

/// Whether the names of the properties are free, and their values described.
fn is_map(facets: &Facets<'_>) -> bool {
    facets.nodes("additionalProperties").any(|node| node.value().is_object())
}
