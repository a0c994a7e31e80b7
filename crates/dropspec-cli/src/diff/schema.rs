//! Schemas: what becomes of the values that they allow.

use std::collections::HashSet;

use dropspec_openapi::node::{Checked, Node};
use serde_json::Value;

use super::change::{Changes, Direction, Effect};
use super::{bounds, objects, parts};

/// Two versions of a schema, on the way through them.
#[derive(Debug)]
pub(super) struct Comparison<'c> {
    pub(super) direction: Direction,
    pub(super) changes: &'c mut Changes,
    /// The pairs that have been compared, or are being compared further up.
    seen: HashSet<(String, String)>,
    /// What the schema is of: a body, a parameter, a header; nothing within named schemas.
    owner: String,
    /// Where in it, as `Person.name`.
    path: String,
}

/// Compares two versions of the schema of something.
pub(super) fn compare_schemas(
    owner: &str,
    (old, new): (&Node<'_>, &Node<'_>),
    direction: Direction,
    changes: &mut Changes,
) -> Checked<()> {
    let owner = format!(" {owner}");
    Comparison { direction, changes, seen: HashSet::new(), owner, path: String::new() }.compare(old, new)
}

impl Comparison<'_> {
    pub(super) fn compare(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let (old, new) = (unwrapped(old)?, unwrapped(new)?);
        if !self.seen.insert((old.pointer().to_owned(), new.pointer().to_owned())) {
            return Ok(());
        }
        // The same words for a named schema wherever it is used, so that its changes are told once.
        if let Some(name) = component_name(&new) {
            (self.owner, self.path) = (String::new(), name.to_owned());
        }
        // Where the types differ, the rest cannot be compared.
        if !self.compare_types(&old, &new)? {
            return Ok(());
        }
        self.compare_nullable(&old, &new)?;
        self.compare_enums(&old, &new)?;
        self.compare_defaults(&old, &new);
        bounds::compare(self, &old, &new)?;
        objects::compare(self, &old, &new)?;
        parts::compare(self, &old, &new)
    }

    /// Compares what is called `part` within the schema.
    pub(super) fn compare_part(&mut self, part: &str, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let (owner, path) = (self.owner.clone(), self.path.clone());
        self.path.push_str(part);
        let outcome = self.compare(old, new);
        (self.owner, self.path) = (owner, path);
        outcome
    }

    /// Notes what becomes of the values that are allowed.
    pub(super) fn note(&mut self, effect: Effect, old: &Node<'_>, new: &Node<'_>, what: impl Into<String>) {
        let path = self.path.trim_start_matches('.');
        let place = if path.is_empty() { String::new() } else { format!(" `{path}`") };
        let what = format!("{}{}{place}: {}", self.direction.words(), self.owner, what.into());
        self.changes.add(effect.severity(self.direction), old, new, what);
    }

    /// Whether the types are comparable.
    fn compare_types(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<bool> {
        let (was, is) = (old.text("type")?, new.text("type")?);
        let what = || format!("the type is {}, not {}", is.unwrap_or("free"), was.unwrap_or("free"));
        let effect = match (was, is) {
            _ if was == is => return self.compare_formats(old, new).map(|()| true),
            (None, Some(_)) | (Some("number"), Some("integer")) => Effect::Narrower,
            (Some(_), None) | (Some("integer"), Some("number")) => Effect::Wider,
            _ => {
                self.note(Effect::Other, old, new, what());
                return Ok(false);
            }
        };
        self.note(effect, old, new, what());
        Ok(true)
    }

    fn compare_formats(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        let effect = match (old.text("format")?, new.text("format")?) {
            (was, is) if was == is => return Ok(()),
            (None, Some(_)) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => Effect::Narrower,
            (Some(_), None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Effect::Wider,
            _ => Effect::Other,
        };
        self.keyword(effect, old, new, "format");
        Ok(())
    }

    fn compare_nullable(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        match (old.flag("nullable")?, new.flag("nullable")?) {
            (false, true) => self.note(Effect::Wider, old, new, "it may be null now"),
            (true, false) => self.note(Effect::Narrower, old, new, "it may not be null any more"),
            _ => {}
        }
        Ok(())
    }

    fn compare_enums(&mut self, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
        if let (None, Some(_)) | (Some(_), None) = (old.get("enum"), new.get("enum")) {
            let effect = if old.get("enum").is_some() { Effect::Wider } else { Effect::Narrower };
            self.keyword(effect, old, new, "enum");
            return Ok(());
        }
        let (before, after) = (old.items_of("enum")?, new.items_of("enum")?);
        let lacks = |values: &[Node<'_>], value: &Node<'_>| values.iter().all(|other| other.value() != value.value());
        for value in before.iter().filter(|value| lacks(&after, value)) {
            self.note(Effect::Narrower, value, new, format!("{} is not allowed any more", value.value()));
        }
        for value in after.iter().filter(|value| lacks(&before, value)) {
            self.note(Effect::Wider, old, value, format!("{} is allowed now", value.value()));
        }
        Ok(())
    }

    /// What is left out stands for something else.
    fn compare_defaults(&mut self, old: &Node<'_>, new: &Node<'_>) {
        let (was, is) = (old.get("default"), new.get("default"));
        if self.direction == Direction::Request && was.as_ref().map(Node::value) != is.as_ref().map(Node::value) {
            self.keyword(Effect::Other, old, new, "default");
        }
    }

    /// Notes that a keyword has another value.
    pub(super) fn keyword(&mut self, effect: Effect, old: &Node<'_>, new: &Node<'_>, keyword: &str) {
        let (was, is) = (old.get(keyword), new.get(keyword));
        let words = |value: &Value| value.to_string();
        let what = match (&was, &is) {
            (Some(was), Some(is)) => {
                format!("`{keyword}` is {}, not {}", words(is.value()), words(was.value()))
            }
            (None, Some(is)) => format!("`{keyword}` is {} now", words(is.value())),
            (Some(was), None) => format!("`{keyword}` is not {} any more", words(was.value())),
            (None, None) => return,
        };
        let (old, new) = (was.as_ref().unwrap_or(old), is.as_ref().unwrap_or(new));
        self.note(effect, old, new, what);
    }
}

/// The name of a schema that has one.
pub(super) fn component_name<'n>(schema: &'n Node<'_>) -> Option<&'n str> {
    schema.pointer().strip_prefix("/components/schemas/").filter(|name| !name.contains('/'))
}

/// What a schema is behind references and combinations of one part.
pub(super) fn unwrapped<'s>(schema: &Node<'s>) -> Checked<Node<'s>> {
    let mut schema = schema.resolve()?;
    // Nothing that is written by hand is wrapped so often.
    for _ in 0..64 {
        let combination = ["allOf", "anyOf", "oneOf"].into_iter().find_map(|key| Some((key, schema.get(key)?)));
        let Some((key, _)) = combination else { break };
        let annotations = ["title", "description", "example", "deprecated", "externalDocs"];
        let bare = schema.entries()?.iter().all(|(other, _)| *other == key || annotations.contains(other));
        match schema.items_of(key)?.as_slice() {
            [only] if bare => schema = only.resolve()?,
            _ => break,
        }
    }
    Ok(schema)
}
