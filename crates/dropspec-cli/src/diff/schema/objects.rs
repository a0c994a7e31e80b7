//! Compares the properties of objects: which exist, which are required, and whether others are allowed.

use std::cmp::Ordering;

use dropspec_openapi::node::{Checked, Node};
use serde_json::Value;

use super::Comparison;
use crate::diff::change::{Direction, Effect};

/// Compares the properties of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    let direction = comparison.direction;
    let (old_properties, new_properties) = (properties(old, direction)?, properties(new, direction)?);
    let (old_required, new_required) = (required(old)?, required(new)?);
    for (name, property) in &old_properties {
        match find(&new_properties, name) {
            Some(new_property) => comparison.compare_part(&format!(".{name}"), property, new_property)?,
            None => comparison.add(Effect::Other, property, new, format!("property `{name}` removed")),
        }
    }
    for (name, property) in &new_properties {
        if find(&old_properties, name).is_none() {
            let (effect, message) = added(name, direction, new_required.contains(name), is_closed(old));
            comparison.add(effect, old, property, message);
        }
    }
    for (name, property) in &old_properties {
        let Some(new_property) = find(&new_properties, name) else { continue };
        match (old_required.contains(name), new_required.contains(name)) {
            (false, true) => {
                comparison.add(Effect::Narrower, property, new_property, format!("property `{name}` is now required"));
            }
            (true, false) => {
                comparison.add(Effect::Wider, property, new_property, format!("property `{name}` is now optional"));
            }
            _ => {}
        }
    }
    compare_additional(comparison, old, new)
}

/// The effect of an added property, and the message about it.
fn added(name: &str, direction: Direction, required: bool, was_closed: bool) -> (Effect, String) {
    match direction {
        Direction::Request if required => (Effect::Narrower, format!("required property `{name}` added")),
        Direction::Request => (Effect::Wider, format!("property `{name}` added")),
        // Clients may reject properties that the old document ruled out.
        Direction::Response if was_closed => {
            let message = format!("property `{name}` added, which `additionalProperties: false` ruled out before");
            (Effect::Wider, message)
        }
        Direction::Response => (Effect::Narrower, format!("property `{name}` added")),
    }
}

type Properties<'s> = Vec<(&'s str, Node<'s>)>;

/// The properties that messages in this direction have.
fn properties<'s>(schema: &Node<'s>, direction: Direction) -> Checked<Properties<'s>> {
    let excluded = if direction == Direction::Request { "readOnly" } else { "writeOnly" };
    let mut properties = Vec::new();
    for (name, property) in schema.entries_of("properties")? {
        if !property.resolve()?.flag(excluded)? {
            properties.push((name, property));
        }
    }
    Ok(properties)
}

fn find<'p, 's>(properties: &'p Properties<'s>, name: &str) -> Option<&'p Node<'s>> {
    properties.iter().find(|(other, _)| *other == name).map(|(_, property)| property)
}

fn required<'s>(schema: &Node<'s>) -> Checked<Vec<&'s str>> {
    Ok(schema.items_of("required")?.into_iter().filter_map(|name| name.value().as_str()).collect())
}

fn is_closed(schema: &Node<'_>) -> bool {
    Additional::of(schema) == Additional::Forbidden
}

/// What `additionalProperties` allows, from least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Additional {
    Forbidden,
    Restricted,
    Unrestricted,
}

impl Additional {
    fn of(schema: &Node<'_>) -> Self {
        match schema.get("additionalProperties").as_ref().map(Node::value) {
            Some(Value::Bool(false)) => Self::Forbidden,
            Some(Value::Object(_)) => Self::Restricted,
            _ => Self::Unrestricted,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Restricted => "restricted",
            Self::Unrestricted => "unrestricted",
        }
    }
}

/// Compares the values allowed for properties that a schema does not name.
fn compare_additional(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    if let (Some(old), Some(new)) = (old.get("additionalProperties"), new.get("additionalProperties"))
        && old.value().is_object()
        && new.value().is_object()
    {
        return comparison.compare_part(".*", &old, &new);
    }
    let (before, after) = (Additional::of(old), Additional::of(new));
    let effect = match after.cmp(&before) {
        Ordering::Less => Effect::Narrower,
        Ordering::Greater => Effect::Wider,
        Ordering::Equal => return Ok(()),
    };
    let message = format!("additional properties are now {} (before: {})", after.word(), before.word());
    comparison.add(effect, old, new, message);
    Ok(())
}
