//! Rewrites a document as one file in which all references refer to components.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::collect::Collected;
use super::target::{FilePointer, Replacement, Target, component};
use crate::diagnostic::Diagnostic;
use crate::grammar::{DOCUMENT, PATH_ITEM, ReferenceRule, Rule, children};
use crate::pointer::escape;

/// The maximum number of values after inlining paths.
const MAX_VALUES: usize = 2_000_000;

/// The document, the origins of its moved values, and the unresolved references.
pub(super) fn write(
    collected: &Collected<'_>,
) -> (Value, HashMap<String, FilePointer>, HashMap<FilePointer, Diagnostic>) {
    let mut writer = Writer {
        collected,
        moved: HashMap::new(),
        unresolved: collected.unresolved.clone(),
        open: Vec::new(),
        written: 0,
        at: String::new(),
    };
    let root = &collected.files.all[0].value;
    let mut document = writer.value((0, String::new()), root, Rule::One(&DOCUMENT));
    for (target, rule) in &collected.named {
        let name = collected.names.get(target).cloned().unwrap_or_default();
        let value = writer.write_at(&format!("/components/{}/{}", target.section, escape(&name)), target, *rule);
        let sections = object_under(&mut document, "components");
        if let Some(entries) = sections.and_then(|sections| object_under(sections, target.section)) {
            entries[name] = value;
        }
    }
    (document, writer.moved, writer.unresolved)
}

/// The object at a key, created if it is absent.
fn object_under<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let entry = value.as_object_mut()?.entry(key).or_insert_with(|| Value::Object(Map::new()));
    entry.is_object().then_some(entry)
}

struct Writer<'w, 'r> {
    collected: &'w Collected<'r>,
    moved: HashMap<String, FilePointer>,
    unresolved: HashMap<FilePointer, Diagnostic>,
    /// The paths that are being inlined.
    open: Vec<Target>,
    written: usize,
    /// The pointer of the writer in the new document.
    at: String,
}

impl Writer<'_, '_> {
    fn value(&mut self, location: FilePointer, value: &Value, rule: Rule) -> Value {
        if let (Some(target), true) = (self.collected.aliased.get(&location.1), location.0 == 0) {
            let at = self.at.clone();
            return self.write_at(&at, target, rule);
        }
        if let Some(object) = rule.object(value)
            && let ReferenceRule::Component(section) = object.reference
        {
            let target = Target { section, file: location.0, pointer: location.1.clone() };
            if let Some(name) = self.collected.names.get(&target) {
                return Value::Object(Map::from_iter([("$ref".to_owned(), component(section, name).into())]));
            }
        }
        self.definition(location, value, rule)
    }

    /// The value itself, even if it is a named target.
    fn definition(&mut self, location: FilePointer, value: &Value, rule: Rule) -> Value {
        self.written += 1;
        match (self.collected.replacements.get(&location), value) {
            (Some(Replacement::Reference(reference)), Value::Object(object)) => {
                let mut object = object.clone();
                object.insert("$ref".to_owned(), Value::from(reference.as_str()));
                Value::Object(object)
            }
            (Some(Replacement::Reference(reference)), _) => Value::from(reference.as_str()),
            (Some(Replacement::Inline(target)), _) => self.inline(location, value, target),
            (None, _) => self.children(&location, value, rule),
        }
    }

    fn inline(&mut self, location: FilePointer, value: &Value, target: &Target) -> Value {
        let reason = match () {
            () if self.open.contains(target) => "this path contains itself and cannot be inlined",
            () if self.written > MAX_VALUES => "inlining the paths up to here results in too many values",
            () => {
                self.open.push(target.clone());
                let at = self.at.clone();
                let written = self.write_at(&at, target, Rule::One(&PATH_ITEM));
                self.open.pop();
                return written;
            }
        };
        let diagnostic = self.collected.files.all[location.0].diagnostic(&location.1, reason);
        self.unresolved.insert(location, diagnostic);
        value.clone()
    }

    /// Writes a value from another location.
    fn write_at(&mut self, at: &str, target: &Target, rule: Rule) -> Value {
        let file = self.collected.files.all[target.file].clone();
        let Some(value) = file.value.pointer(&target.pointer) else { return Value::Null };
        let location = (target.file, target.pointer.clone());
        self.moved.insert(at.to_owned(), location.clone());
        let before = std::mem::replace(&mut self.at, at.to_owned());
        let written = self.definition(location, value, rule);
        self.at = before;
        written
    }

    fn children(&mut self, (file, pointer): &FilePointer, value: &Value, rule: Rule) -> Value {
        let mut written = Vec::new();
        for (key, part) in children(value) {
            let part = match rule.rule_for(value, &key) {
                Some(rule) if part.is_object() || part.is_array() || part.is_string() => {
                    let (segment, length) = (format!("/{}", escape(&key)), self.at.len());
                    self.at.push_str(&segment);
                    let part = self.value((*file, format!("{pointer}{segment}")), part, rule);
                    self.at.truncate(length);
                    part
                }
                _ => part.clone(),
            };
            written.push((key, part));
        }
        match value {
            Value::Object(_) => {
                Value::Object(written.into_iter().map(|(key, part)| (key.into_owned(), part)).collect())
            }
            Value::Array(_) => Value::Array(written.into_iter().map(|(_, part)| part).collect()),
            scalar => scalar.clone(),
        }
    }
}
