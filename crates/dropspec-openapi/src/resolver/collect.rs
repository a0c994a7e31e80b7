//! Collects the references of a document.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use serde_json::Value;

use super::files::{Files, Reader};
use super::names::Names;
use super::reference::Reference;
use super::target::{FilePointer, Replacement, Target};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::grammar::{self, COMPONENTS, DOCUMENT, ObjectRule, PATH_ITEM, Rule, SCHEMA, children};
use crate::pointer::{escape, unescape};

/// The final target of a reference.
#[derive(Clone, Debug)]
enum Destination {
    /// A component of the root, with the reference to it.
    Component(String),
    /// Any other value.
    Target(Target),
}

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
    operations: Vec<(FilePointer, String, FilePointer)>,
    followed: HashMap<(usize, String, &'static str), Result<Destination, String>>,
    /// Whether any reference has to be rewritten.
    rewrites: bool,
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

    /// Follows a reference to its final target.
    fn follow(&mut self, file: usize, text: &str, object: &'static ObjectRule) -> Result<Destination, String> {
        let key = (file, text.to_owned(), object.label);
        if let Some(known) = self.followed.get(&key) {
            return known.clone();
        }
        let outcome = self.follow_uncached(file, text, object);
        self.followed.insert(key, outcome.clone());
        outcome
    }

    fn follow_uncached(
        &mut self,
        mut file: usize,
        text: &str,
        object: &'static ObjectRule,
    ) -> Result<Destination, String> {
        let section = match object.reference {
            grammar::ReferenceRule::Component(section) => section,
            _ => "",
        };
        let (mut text, mut visited) = (text.to_owned(), HashSet::new());
        loop {
            let Reference { file: other, pointer } = Reference::parse(&text)?;
            if let Some(other) = other {
                file = self
                    .files
                    .open_relative(file, &other)
                    .map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            }
            let whole = self.files.all[file].clone();
            let value = whole.value.pointer(&pointer).ok_or_else(|| format!("cannot resolve `{text}`"))?;
            if file == 0 && pointer.is_empty() {
                return Err(format!("`{text}` is the whole document, and {} is expected here", object.label));
            }
            if let Some((other, name)) = component_of_root(file, &pointer) {
                if other != section {
                    return Err(format!("`{text}` is one of the {other}, and {} is expected here", object.label));
                }
                return Ok(Destination::Component(component(section, &name)));
            }
            let Some(next) = object.reference_in(value) else {
                return Ok(Destination::Target(Target { section, file, pointer }));
            };
            next.clone_into(&mut text);
            if !visited.insert((file, pointer)) {
                return Err("circular references".to_owned());
            }
        }
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

    /// A reference to an operation. Operations of other services are not resolved.
    fn operation(&mut self, file: usize, pointer: &str, text: &str) {
        if text.contains("://") || (file == 0 && text.starts_with('#')) {
            return;
        }
        let location = (file, pointer.to_owned());
        let parsed = Reference::parse(text).and_then(|reference| {
            let other = reference.file.map(|other| self.files.open_relative(file, &other)).transpose();
            let other = other.map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            Ok((other.unwrap_or(file), reference.pointer))
        });
        match parsed {
            Ok(target) => self.operations.push((location, text.to_owned(), target)),
            Err(message) => self.reject(location, &message),
        }
    }

    /// Resolves references to operations of other files, by the paths of the root.
    fn resolve_operations(&mut self) {
        let mut paths: HashMap<FilePointer, &str> = HashMap::new();
        for ((file, pointer), replacement) in &self.replacements {
            if let (0, true, Replacement::Inline(target)) = (file, pointer.starts_with("/paths/"), replacement) {
                let location = (target.file, target.pointer.clone());
                let first = paths.entry(location).or_insert(pointer);
                *first = (*first).min(pointer);
            }
        }
        let mut outcomes = Vec::new();
        for (location, text, (file, pointer)) in std::mem::take(&mut self.operations) {
            let item = pointer.rsplit_once('/').filter(|(_, method)| PATH_ITEM.rule(method).is_some());
            let path = item.and_then(|(item, method)| Some((paths.get(&(file, item.to_owned()))?, method)));
            outcomes.push(match (file, path) {
                (0, _) => (location, Ok(format!("#{pointer}"))),
                (_, Some((path, method))) => (location, Ok(format!("#{path}/{method}"))),
                (_, None) => (location, Err(format!("`{text}` is not an operation of this document"))),
            });
        }
        for (location, outcome) in outcomes {
            match outcome {
                Ok(reference) => {
                    self.rewrites = true;
                    self.replacements.insert(location, Replacement::Reference(reference));
                }
                Err(message) => self.reject(location, &message),
            }
        }
    }

    fn reject(&mut self, location: FilePointer, message: &str) {
        let diagnostic = self.files.all[location.0].diagnostic(&location.1, message);
        self.unresolved.insert(location, diagnostic);
    }
}

/// The reference to a component.
pub(super) fn component(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}

/// The section and name of a component of the root.
fn component_of_root(file: usize, pointer: &str) -> Option<(String, String)> {
    let (section, name) = pointer.strip_prefix("/components/").filter(|_| file == 0)?.split_once('/')?;
    (!name.contains('/')).then(|| (section.to_owned(), unescape(name)))
}
