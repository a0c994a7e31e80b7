//! Collects the references of a document.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use serde_json::Value;

use super::files::{Files, Reader};
use super::names::Names;
use super::target::{Destination, FilePointer, Replacement, Target, component};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::grammar::{self, COMPONENTS, DOCUMENT, ObjectRule, Rule, SCHEMA, children};
use crate::pointer::escape;

/// The references of a document and their targets.
pub(super) struct Collected<'r> {
    pub(super) files: Files<'r>,
    pub(super) names: Names,
    /// The replacement of each reference.
    pub(super) replacements: HashMap<FilePointer, Replacement>,
    /// The components of the root that are only a reference, by pointer, with their targets.
    pub(super) aliased: HashMap<String, Target>,
    /// The targets that become components, in the order of discovery.
    pub(super) named: Vec<(Target, Rule)>,
    pub(super) unresolved: HashMap<FilePointer, Diagnostic>,
    queue: VecDeque<(Target, Rule)>,
    seen: HashSet<Target>,
    /// References to operations in other files: location, text and target.
    pub(super) operations: Vec<(FilePointer, String, FilePointer)>,
    pub(super) followed: HashMap<(usize, String, &'static str), Result<Destination, String>>,
    /// Whether any reference has to be rewritten.
    pub(super) rewrites: bool,
}

/// Reads a document with all files that it refers to.
pub(super) fn collect<'r>(root: &Path, read: Reader<'r>) -> Result<Collected<'r>, Diagnostics> {
    let mut collected = Collected {
        files: Files::new(root, read)?,
        names: Names::default(),
        replacements: HashMap::new(),
        aliased: HashMap::new(),
        named: Vec::new(),
        unresolved: HashMap::new(),
        queue: VecDeque::new(),
        seen: HashSet::new(),
        operations: Vec::new(),
        followed: HashMap::new(),
        rewrites: false,
    };
    collected.adopt_components();
    let root = collected.files.all[0].clone();
    collected.walk(0, &mut String::new(), &root.value, Rule::One(&DOCUMENT));
    while let Some((target, rule)) = collected.queue.pop_front() {
        let file = collected.files.all[target.file].clone();
        if let Some(value) = file.value.pointer(&target.pointer) {
            collected.walk(target.file, &mut target.pointer.clone(), value, rule);
        }
    }
    collected.resolve_operations();
    if collected.files.errors.0.is_empty() { Ok(collected) } else { Err(collected.files.errors) }
}

impl Collected<'_> {
    /// Whether the document needs no rewriting.
    pub(super) fn is_unchanged(&self) -> bool {
        !self.rewrites
    }

    /// Gives the targets of components that are only a reference the names of these components.
    fn adopt_components(&mut self) {
        let root = self.files.all[0].clone();
        for (section, rule) in COMPONENTS.fields {
            let Rule::Map(Rule::One(object)) = rule else { continue };
            let entries = root.value.pointer(&format!("/components/{section}")).and_then(Value::as_object);
            for (name, value) in entries.into_iter().flatten() {
                self.names.reserve(section, name);
                let followed = object.reference_in(value).map(|text| self.follow(0, text, object));
                let Some(Ok(Destination::Target(target))) = followed else { continue };
                if self.seen.insert(target.clone()) {
                    self.names.adopt(&target, name);
                    self.aliased.insert(format!("/components/{section}/{}", escape(name)), target.clone());
                    self.queue.push_back((target, Rule::One(object)));
                }
            }
        }
    }

    fn walk(&mut self, file: usize, pointer: &mut String, value: &Value, rule: Rule) {
        match (rule, value) {
            (Rule::SchemaName, Value::String(text)) => return self.mapping(file, pointer, text),
            (Rule::OperationReference, Value::String(text)) => return self.operation(file, pointer, text),
            _ => {}
        }
        if let Some(object) = rule.object(value)
            && let Some(text) = object.reference_in(value)
        {
            return self.reference(file, pointer, value, text, object);
        }
        for (key, part) in children(value) {
            let Some(rule) = rule.rule_for(value, &key) else { continue };
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(&escape(&key));
            self.walk(file, pointer, part, rule);
            pointer.truncate(length);
        }
    }

    fn reference(&mut self, file: usize, pointer: &str, value: &Value, text: &str, object: &'static ObjectRule) {
        let location = (file, pointer.to_owned());
        let sibling = value.as_object().into_iter().flatten().find(|(key, _)| *key != "$ref" && !key.starts_with("x-"));
        if let (grammar::ReferenceRule::Inline, Some((key, _))) = (object.reference, sibling) {
            let message = format!("`{key}` beside `$ref` is undefined; move it into the referenced path");
            return self.reject(location, &message);
        }
        match self.follow(file, text, object) {
            Err(message) => self.reject(location, &message),
            Ok(destination) => {
                let replacement = self.replacement(destination, object);
                self.rewrites |= !matches!(&replacement, Replacement::Reference(canonical) if canonical == text);
                self.replacements.insert(location, replacement);
            }
        }
    }

    /// The replacement of a reference. A new target is queued.
    fn replacement(&mut self, destination: Destination, object: &'static ObjectRule) -> Replacement {
        let target = match destination {
            Destination::Component(reference) => return Replacement::Reference(reference),
            Destination::Target(target) => target,
        };
        let new = self.seen.insert(target.clone());
        if new {
            self.queue.push_back((target.clone(), Rule::One(object)));
        }
        if target.section.is_empty() {
            return Replacement::Inline(target);
        }
        if new {
            self.names.generate(&target, &self.files.all[target.file].path);
            self.named.push((target.clone(), Rule::One(object)));
        }
        Replacement::Reference(component(target.section, self.names.get(&target).map_or("", String::as_str)))
    }

    /// A value of a discriminator's mapping: the name of a schema, or a reference.
    fn mapping(&mut self, file: usize, pointer: &str, text: &str) {
        let named = |file: usize| {
            self.files.all[file].value.pointer(&format!("/components/schemas/{}", escape(text))).is_some()
        };
        if named(0) {
            return;
        }
        let followed = if named(file) {
            self.follow(file, &component("schemas", text), &SCHEMA)
        } else {
            self.follow(file, text, &SCHEMA)
        };
        let location = (file, pointer.to_owned());
        match followed {
            Ok(destination) => {
                let replacement = self.replacement(destination, &SCHEMA);
                self.rewrites |= !matches!(&replacement, Replacement::Reference(canonical) if canonical == text);
                self.replacements.insert(location, replacement);
            }
            Err(_) if !text.contains(['/', '#', '.']) => {
                self.reject(location, &format!("there is no schema named `{text}`"));
            }
            Err(message) => self.reject(location, &message),
        }
    }

    pub(super) fn reject(&mut self, location: FilePointer, message: &str) {
        let diagnostic = self.files.all[location.0].diagnostic(&location.1, message);
        self.unresolved.insert(location, diagnostic);
    }
}
