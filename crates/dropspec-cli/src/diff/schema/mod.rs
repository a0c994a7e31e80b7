//! Compares schemas: whether the new version allows more, fewer or other values.

mod bounds;
mod compositions;
mod objects;

use std::collections::HashSet;

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Effect};

/// A comparison of two versions of a schema.
#[derive(Debug)]
pub(super) struct Comparison<'c> {
    pub(super) direction: Direction,
    pub(super) changes: &'c mut Changes,
    /// The pointers of the pairs that have been visited; ends recursion.
    visited: HashSet<(String, String)>,
    /// The body, parameter or header that has the schema; empty within named schemas.
    owner: String,
    /// The path within the schema, such as `Person.name`.
    path: String,
}

/// Compares two versions of the schema of a body, parameter or header.
pub(super) fn compare_schemas(
    owner: &str,
    (old, new): (&Node<'_>, &Node<'_>),
    direction: Direction,
    changes: &mut Changes,
) -> Checked<()> {
    let owner = format!(" {owner}");
    Comparison { direction, changes, visited: HashSet::new(), owner, path: String::new() }.compare(old, new)
}

impl Comparison<'_> {
    pub(super) fn compare(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let (old, new) = (unwrapped(old)?, unwrapped(new)?);
        if !self.visited.insert((old.pointer().to_owned(), new.pointer().to_owned())) {
            return Ok(());
        }
        // The same messages for a named schema wherever it is used, so that its changes are reported once.
        if let Some(name) = component_name(&new) {
            (self.owner, self.path) = (String::new(), name.to_owned());
        }
        // The other keywords of different types cannot be compared.
        if !self.compare_types(&old, &new)? {
            return Ok(());
        }
        self.compare_nullable(&old, &new)?;
        self.compare_enums(&old, &new)?;
        self.compare_defaults(&old, &new);
        bounds::compare(self, &old, &new)?;
        objects::compare(self, &old, &new)?;
        compositions::compare(self, &old, &new)
    }

    /// Compares a part of the schema, whose path is extended by `part`.
    pub(super) fn compare_part(&mut self, part: &str, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let (owner, path) = (self.owner.clone(), self.path.clone());
        self.path.push_str(part);
        let outcome = self.compare(old, new);
        (self.owner, self.path) = (owner, path);
        outcome
    }

    /// Adds a change of the allowed values.
    pub(super) fn add(&mut self, effect: Effect, old: &Node<'_>, new: &Node<'_>, message: impl Into<String>) {
        let path = self.path.trim_start_matches('.');
        let path = if path.is_empty() { String::new() } else { format!(" `{path}`") };
        let message = format!("{}{}{path}: {}", self.direction.word(), self.owner, message.into());
        self.changes.add(effect.severity(self.direction), old, new, message);
    }

    /// Compares the types, and returns whether the other keywords can be compared.
    fn compare_types(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<bool> {
        let (before, after) = (old.text("type")?, new.text("type")?);
        let message = || format!("type changed from {} to {}", before.unwrap_or("any"), after.unwrap_or("any"));
        let effect = match (before, after) {
            _ if before == after => return self.compare_formats(old, new).map(|()| true),
            (None, Some(_)) | (Some("number"), Some("integer")) => Effect::Narrower,
            (Some(_), None) | (Some("integer"), Some("number")) => Effect::Wider,
            _ => {
                self.add(Effect::Other, old, new, message());
                return Ok(false);
            }
        };
        self.add(effect, old, new, message());
        Ok(true)
    }

    fn compare_formats(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let effect = match (old.text("format")?, new.text("format")?) {
            (old, new) if old == new => return Ok(()),
            (None, Some(_)) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => Effect::Narrower,
            (Some(_), None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Effect::Wider,
            _ => Effect::Other,
        };
        self.add_keyword(effect, old, new, "format");
        Ok(())
    }

    fn compare_nullable(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        match (old.flag("nullable")?, new.flag("nullable")?) {
            (false, true) => self.add(Effect::Wider, old, new, "null is now allowed"),
            (true, false) => self.add(Effect::Narrower, old, new, "null is no longer allowed"),
            _ => {}
        }
        Ok(())
    }

    fn compare_enums(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        if let (None, Some(_)) | (Some(_), None) = (old.get("enum"), new.get("enum")) {
            let effect = if old.get("enum").is_some() { Effect::Wider } else { Effect::Narrower };
            self.add_keyword(effect, old, new, "enum");
            return Ok(());
        }
        let (before, after) = (old.items_of("enum")?, new.items_of("enum")?);
        let lacks = |values: &[Node<'_>], value: &Node<'_>| values.iter().all(|other| other.value() != value.value());
        for value in before.iter().filter(|value| lacks(&after, value)) {
            self.add(Effect::Narrower, value, new, format!("{} is no longer allowed", value.value()));
        }
        for value in after.iter().filter(|value| lacks(&before, value)) {
            self.add(Effect::Wider, old, value, format!("{} is now allowed", value.value()));
        }
        Ok(())
    }

    /// Compares the defaults: a request without the value means something else.
    fn compare_defaults(&mut self, old: &Node<'_>, new: &Node<'_>) {
        let (before, after) = (old.get("default"), new.get("default"));
        let changed = before.as_ref().map(Node::value) != after.as_ref().map(Node::value);
        if changed && self.direction == Direction::Request {
            self.add_keyword(Effect::Other, old, new, "default");
        }
    }

    /// Adds a change of the value of a keyword.
    pub(super) fn add_keyword(&mut self, effect: Effect, old: &Node<'_>, new: &Node<'_>, keyword: &str) {
        let (before, after) = (old.get(keyword), new.get(keyword));
        let message = match (&before, &after) {
            (Some(before), Some(after)) => {
                format!("`{keyword}` changed from {} to {}", before.value(), after.value())
            }
            (None, Some(after)) => format!("`{keyword}` added: {}", after.value()),
            (Some(before), None) => format!("`{keyword}` removed: {}", before.value()),
            (None, None) => return,
        };
        let (old, new) = (before.as_ref().unwrap_or(old), after.as_ref().unwrap_or(new));
        self.add(effect, old, new, message);
    }
}

/// The name of a schema that is a component.
pub(super) fn component_name<'n>(schema: &'n Node<'_>) -> Option<&'n str> {
    schema.pointer().strip_prefix("/components/schemas/").filter(|name| !name.contains('/'))
}

/// The schema behind references and compositions of a single subschema.
pub(super) fn unwrapped<'s>(schema: &Node<'s>) -> Checked<Node<'s>> {
    let mut schema = schema.resolve()?;
    // Bounds the depth, as references can be circular.
    for _ in 0..64 {
        let composition = ["allOf", "anyOf", "oneOf"].into_iter().find_map(|key| Some((key, schema.get(key)?)));
        let Some((key, _)) = composition else { break };
        let annotations = ["title", "description", "example", "deprecated", "externalDocs"];
        let bare = schema.entries()?.iter().all(|(other, _)| *other == key || annotations.contains(other));
        match schema.items_of(key)?.as_slice() {
            [only] if bare => schema = only.resolve()?,
            _ => break,
        }
    }
    Ok(schema)
}
