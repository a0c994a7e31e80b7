//! Follows the references of a document.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use serde_json::Value;

use super::files::{Files, Reader};
use super::names::Names;
use super::reference::Reference;
use super::target::{Link, Place, Target};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::grammar::{self, COMPONENTS, DOCUMENT, Form, Object, PATH_ITEM, SCHEMA, parts};
use crate::pointer::{escape, unescape};

/// Where a reference leads in the end.
#[derive(Clone, Debug)]
enum Destination {
    /// To a component of the root, by this reference.
    Component(String),
    /// To somewhere else.
    Target(Target),
}

/// What is known of the references of a document.
pub(super) struct Survey<'r> {
    pub(super) files: Files<'r>,
    pub(super) names: Names,
    /// What stands in place of each reference.
    pub(super) links: HashMap<Place, Link>,
    /// The components of the root that are nothing but a reference, by pointer, and what they stand for.
    pub(super) filled: HashMap<String, Target>,
    /// What gets a name, in the order in which it was found.
    pub(super) named: Vec<(Target, Form)>,
    pub(super) refused: HashMap<Place, Diagnostic>,
    waiting: VecDeque<(Target, Form)>,
    found: HashSet<Target>,
    /// References to operations in other files: where they are, and where they lead.
    operations: Vec<(Place, String, Place)>,
    followed: HashMap<(usize, String, &'static str), Result<Destination, String>>,
    /// Whether a reference has to be written in another way.
    rewrites: bool,
}

/// Reads a document with all files that it refers to.
pub(super) fn survey<'r>(root: &Path, read: Reader<'r>) -> Result<Survey<'r>, Diagnostics> {
    let mut survey = Survey {
        files: Files::new(root, read)?,
        names: Names::default(),
        links: HashMap::new(),
        filled: HashMap::new(),
        named: Vec::new(),
        refused: HashMap::new(),
        waiting: VecDeque::new(),
        found: HashSet::new(),
        operations: Vec::new(),
        followed: HashMap::new(),
        rewrites: false,
    };
    survey.adopt_components();
    let root = survey.files.all[0].clone();
    survey.walk(0, &mut String::new(), &root.value, Form::One(&DOCUMENT));
    while let Some((target, form)) = survey.waiting.pop_front() {
        let file = survey.files.all[target.file].clone();
        if let Some(value) = file.value.pointer(&target.pointer) {
            survey.walk(target.file, &mut target.pointer.clone(), value, form);
        }
    }
    survey.link_operations();
    if survey.files.complaints.0.is_empty() { Ok(survey) } else { Err(survey.files.complaints) }
}

impl Survey<'_> {
    /// Whether the document can stay as it was written.
    pub(super) fn is_as_written(&self) -> bool {
        !self.rewrites
    }

    /// Gives what a component of the root stands for the name of the component.
    fn adopt_components(&mut self) {
        let root = self.files.all[0].clone();
        for (section, form) in COMPONENTS.fields {
            let Form::Map(Form::One(object)) = form else { continue };
            let entries = root.value.pointer(&format!("/components/{section}")).and_then(Value::as_object);
            for (name, value) in entries.into_iter().flatten() {
                self.names.reserve(section, name);
                let followed = object.reference_in(value).map(|text| self.follow(0, text, object));
                let Some(Ok(Destination::Target(target))) = followed else { continue };
                if self.found.insert(target.clone()) {
                    self.names.adopt(&target, name);
                    self.filled.insert(format!("/components/{section}/{}", escape(name)), target.clone());
                    self.waiting.push_back((target, Form::One(object)));
                }
            }
        }
    }

    fn walk(&mut self, file: usize, pointer: &mut String, value: &Value, form: Form) {
        match (form, value) {
            (Form::SchemaName, Value::String(text)) => return self.mapping(file, pointer, text),
            (Form::OperationReference, Value::String(text)) => return self.operation(file, pointer, text),
            _ => {}
        }
        if let Some(object) = form.object(value)
            && let Some(text) = object.reference_in(value)
        {
            return self.reference(file, pointer, value, text, object);
        }
        for (key, part) in parts(value) {
            let Some(form) = form.within(value, &key) else { continue };
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(&escape(&key));
            self.walk(file, pointer, part, form);
            pointer.truncate(length);
        }
    }

    fn reference(&mut self, file: usize, pointer: &str, value: &Value, text: &str, object: &'static Object) {
        let place = (file, pointer.to_owned());
        let neighbour =
            value.as_object().into_iter().flatten().find(|(key, _)| *key != "$ref" && !key.starts_with("x-"));
        if let (grammar::Reference::InPlace, Some((key, _))) = (object.reference, neighbour) {
            let message =
                format!("`{key}` beside `$ref` has no meaning that is defined; move it to what is referred to");
            return self.refuse(place, &message);
        }
        match self.follow(file, text, object) {
            Err(message) => self.refuse(place, &message),
            Ok(destination) => {
                let link = self.link(destination, object);
                self.rewrites |= !matches!(&link, Link::Reference(canonical) if canonical == text);
                self.links.insert(place, link);
            }
        }
    }

    /// What stands in place of a reference. What it leads to is looked at later, if it is new.
    fn link(&mut self, destination: Destination, object: &'static Object) -> Link {
        let target = match destination {
            Destination::Component(reference) => return Link::Reference(reference),
            Destination::Target(target) => target,
        };
        let new = self.found.insert(target.clone());
        if new {
            self.waiting.push_back((target.clone(), Form::One(object)));
        }
        if target.section.is_empty() {
            return Link::InPlace(target);
        }
        if new {
            self.names.invent(&target, &self.files.all[target.file].path);
            self.named.push((target.clone(), Form::One(object)));
        }
        Link::Reference(component(target.section, self.names.get(&target).map_or("", String::as_str)))
    }

    /// Follows a reference to its end.
    fn follow(&mut self, file: usize, text: &str, object: &'static Object) -> Result<Destination, String> {
        let key = (file, text.to_owned(), object.what);
        if let Some(known) = self.followed.get(&key) {
            return known.clone();
        }
        let outcome = self.follow_anew(file, text, object);
        self.followed.insert(key, outcome.clone());
        outcome
    }

    fn follow_anew(&mut self, mut file: usize, text: &str, object: &'static Object) -> Result<Destination, String> {
        let section = match object.reference {
            grammar::Reference::Component(section) => section,
            _ => "",
        };
        let (mut text, mut visited) = (text.to_owned(), HashSet::new());
        loop {
            let Reference { file: other, pointer } = Reference::parse(&text)?;
            if let Some(other) = other {
                file =
                    self.files.beside(file, &other).map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            }
            let whole = self.files.all[file].clone();
            let value = whole.value.pointer(&pointer).ok_or_else(|| format!("`{text}` leads nowhere"))?;
            if file == 0 && pointer.is_empty() {
                return Err(format!("`{text}` is the whole document, and {} is expected here", object.what));
            }
            if let Some((other, name)) = component_of_root(file, &pointer) {
                if other != section {
                    return Err(format!("`{text}` is one of the {other}, and {} is expected here", object.what));
                }
                return Ok(Destination::Component(component(section, &name)));
            }
            let Some(next) = object.reference_in(value) else {
                return Ok(Destination::Target(Target { section, file, pointer }));
            };
            next.clone_into(&mut text);
            if !visited.insert((file, pointer)) {
                return Err("these references lead in a circle".to_owned());
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
        let place = (file, pointer.to_owned());
        match followed {
            Ok(destination) => {
                let link = self.link(destination, &SCHEMA);
                self.rewrites |= !matches!(&link, Link::Reference(canonical) if canonical == text);
                self.links.insert(place, link);
            }
            Err(_) if !text.contains(['/', '#', '.']) => self.refuse(place, &format!("no schema is named `{text}`")),
            Err(message) => self.refuse(place, &message),
        }
    }

    /// A reference to an operation. One of another service may be anywhere.
    fn operation(&mut self, file: usize, pointer: &str, text: &str) {
        if text.contains("://") || (file == 0 && text.starts_with('#')) {
            return;
        }
        let place = (file, pointer.to_owned());
        let parsed = Reference::parse(text).and_then(|reference| {
            let other = reference.file.map(|other| self.files.beside(file, &other)).transpose();
            let other = other.map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            Ok((other.unwrap_or(file), reference.pointer))
        });
        match parsed {
            Ok(target) => self.operations.push((place, text.to_owned(), target)),
            Err(message) => self.refuse(place, &message),
        }
    }

    /// Finds the operations of other files among the paths of the root.
    fn link_operations(&mut self) {
        let mut paths: HashMap<Place, &str> = HashMap::new();
        for ((file, pointer), link) in &self.links {
            if let (0, true, Link::InPlace(target)) = (file, pointer.starts_with("/paths/"), link) {
                let place = (target.file, target.pointer.clone());
                let first = paths.entry(place).or_insert(pointer);
                *first = (*first).min(pointer);
            }
        }
        let mut outcomes = Vec::new();
        for (place, text, (file, pointer)) in std::mem::take(&mut self.operations) {
            let item = pointer.rsplit_once('/').filter(|(_, method)| PATH_ITEM.form(method).is_some());
            let path = item.and_then(|(item, method)| Some((paths.get(&(file, item.to_owned()))?, method)));
            outcomes.push(match (file, path) {
                (0, _) => (place, Ok(format!("#{pointer}"))),
                (_, Some((path, method))) => (place, Ok(format!("#{path}/{method}"))),
                (_, None) => (place, Err(format!("`{text}` leads to no operation of this document"))),
            });
        }
        for (place, outcome) in outcomes {
            match outcome {
                Ok(reference) => {
                    self.rewrites = true;
                    self.links.insert(place, Link::Reference(reference));
                }
                Err(message) => self.refuse(place, &message),
            }
        }
    }

    fn refuse(&mut self, place: Place, message: &str) {
        let diagnostic = self.files.all[place.0].diagnostic(&place.1, message);
        self.refused.insert(place, diagnostic);
    }
}

/// The reference to a component.
pub(super) fn component(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}

/// The section and the name that a pointer to a component of the root has.
fn component_of_root(file: usize, pointer: &str) -> Option<(String, String)> {
    let (section, name) = pointer.strip_prefix("/components/").filter(|_| file == 0)?.split_once('/')?;
    (!name.contains('/')).then(|| (section.to_owned(), unescape(name)))
}
