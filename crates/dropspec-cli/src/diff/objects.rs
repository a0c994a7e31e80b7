//! Properties: which there are, which are required, and whether there may be others.

use dropspec_openapi::node::{Checked, Node};
use serde_json::Value;

use super::change::{Direction, Effect};
use super::schema::Comparison;

/// Compares the properties of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    let direction = comparison.direction;
    let (before, after) = (properties(old, direction)?, properties(new, direction)?);
    let (was_required, is_required) = (required(old)?, required(new)?);
    for (name, property) in &before {
        match find(&after, name) {
            Some(now) => comparison.compare_part(&format!(".{name}"), property, now)?,
            None => {
                let what = format!("the property `{name}` is gone");
                comparison.note(Effect::Other, property, new, what);
            }
        }
    }
    for (name, property) in &after {
        if find(&before, name).is_none() {
            let required = is_required.contains(name);
            // Whoever has been told that there is nothing else need not put up with it.
            let unexpected = direction == Direction::Response && is_closed(old);
            let (effect, condition) = match direction {
                Direction::Request if required => (Effect::Narrower, ", and required"),
                Direction::Response if unexpected => (Effect::Wider, ", where no other was to be expected"),
                Direction::Request => (Effect::Wider, ""),
                Direction::Response => (Effect::Narrower, ""),
            };
            comparison.note(effect, old, property, format!("the property `{name}` is new{condition}"));
        }
    }
    for (name, property) in &before {
        let Some(now) = find(&after, name) else { continue };
        match (was_required.contains(name), is_required.contains(name)) {
            (false, true) => {
                comparison.note(Effect::Narrower, property, now, format!("the property `{name}` is required now"));
            }
            (true, false) => {
                comparison.note(Effect::Wider, property, now, format!("the property `{name}` may be missing now"));
            }
            _ => {}
        }
    }
    compare_others(comparison, old, new)
}

type Properties<'s> = Vec<(&'s str, Node<'s>)>;

/// The properties that go this way.
fn properties<'s>(schema: &Node<'s>, direction: Direction) -> Checked<Properties<'s>> {
    let other_way = if direction == Direction::Request { "readOnly" } else { "writeOnly" };
    let mut properties = Vec::new();
    for (name, property) in schema.entries_of("properties")? {
        if !property.resolve()?.flag(other_way)? {
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
    schema.get("additionalProperties").is_some_and(|others| others.value() == &Value::Bool(false))
}

/// Compares what properties without a name of their own may be.
fn compare_others(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    let schema = |node: &Node<'_>| node.value().is_object();
    match (old.get("additionalProperties"), new.get("additionalProperties")) {
        (Some(was), Some(is)) if schema(&was) && schema(&is) => comparison.compare_part(".*", &was, &is)?,
        (was, is) => {
            // How much there is room for: nothing, something, everything.
            let room = |others: &Option<Node<'_>>| match others.as_ref().map(Node::value) {
                Some(Value::Bool(false)) => 0,
                Some(Value::Object(_)) => 1,
                _ => 2,
            };
            let names = ["nothing", "some values", "everything"];
            let (before, after) = (room(&was), room(&is));
            let what = format!("other properties may be {}, not {}", names[after], names[before]);
            match after.cmp(&before) {
                std::cmp::Ordering::Less => comparison.note(Effect::Narrower, old, new, what),
                std::cmp::Ordering::Greater => comparison.note(Effect::Wider, old, new, what),
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    Ok(())
}
