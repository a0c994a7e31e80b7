//! Writes a document anew: one file, all references to components.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::collect::{Survey, component};
use super::target::{Link, Place, Target};
use crate::diagnostic::Diagnostic;
use crate::grammar::{DOCUMENT, Form, PATH_ITEM, Reference, parts};
use crate::pointer::escape;

/// How many values the document may come to by paths that are written out in several places.
const MOST: usize = 2_000_000;

/// The document, where its moved parts come from, and which references are refused.
pub(super) fn write(survey: &Survey<'_>) -> (Value, HashMap<String, Place>, HashMap<Place, Diagnostic>) {
    let mut writer = Writer {
        survey,
        moved: HashMap::new(),
        refused: survey.refused.clone(),
        open: Vec::new(),
        written: 0,
        at: String::new(),
    };
    let root = &survey.files.all[0].value;
    let mut document = writer.value((0, String::new()), root, Form::One(&DOCUMENT));
    for (target, form) in &survey.named {
        let name = survey.names.get(target).cloned().unwrap_or_default();
        let value = writer.moved_to(&format!("/components/{}/{}", target.section, escape(&name)), target, *form);
        let sections = object_under(&mut document, "components");
        if let Some(entries) = sections.and_then(|sections| object_under(sections, target.section)) {
            entries[name] = value;
        }
    }
    (document, writer.moved, writer.refused)
}

/// The object under a key, new if there is nothing.
fn object_under<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let entry = value.as_object_mut()?.entry(key).or_insert_with(|| Value::Object(Map::new()));
    entry.is_object().then_some(entry)
}

struct Writer<'w, 'r> {
    survey: &'w Survey<'r>,
    moved: HashMap<String, Place>,
    refused: HashMap<Place, Diagnostic>,
    /// The paths that are being written in place of references to them.
    open: Vec<Target>,
    written: usize,
    /// Where in the new document the writer is.
    at: String,
}

impl Writer<'_, '_> {
    fn value(&mut self, place: Place, value: &Value, form: Form) -> Value {
        if let (Some(target), true) = (self.survey.filled.get(&place.1), place.0 == 0) {
            let at = self.at.clone();
            return self.moved_to(&at, target, form);
        }
        if let Some(object) = form.object(value)
            && let Reference::Component(section) = object.reference
        {
            let target = Target { section, file: place.0, pointer: place.1.clone() };
            if let Some(name) = self.survey.names.get(&target) {
                return Value::Object(Map::from_iter([("$ref".to_owned(), component(section, name).into())]));
            }
        }
        self.definition(place, value, form)
    }

    /// The value itself, though there may be a name for it.
    fn definition(&mut self, place: Place, value: &Value, form: Form) -> Value {
        self.written += 1;
        match (self.survey.links.get(&place), value) {
            (Some(Link::Reference(reference)), Value::Object(object)) => {
                let mut object = object.clone();
                object.insert("$ref".to_owned(), Value::from(reference.as_str()));
                Value::Object(object)
            }
            (Some(Link::Reference(reference)), _) => Value::from(reference.as_str()),
            (Some(Link::InPlace(target)), _) => self.in_place(place, value, target),
            (None, _) => self.parts(&place, value, form),
        }
    }

    fn in_place(&mut self, place: Place, value: &Value, target: &Target) -> Value {
        let refusal = match () {
            () if self.open.contains(target) => "this path stands within itself, and cannot be written out",
            () if self.written > MOST => "the paths up to here come to too much when they are written out",
            () => {
                self.open.push(target.clone());
                let at = self.at.clone();
                let written = self.moved_to(&at, target, Form::One(&PATH_ITEM));
                self.open.pop();
                return written;
            }
        };
        let diagnostic = self.survey.files.all[place.0].diagnostic(&place.1, refusal);
        self.refused.insert(place, diagnostic);
        value.clone()
    }

    /// Writes what comes from another place.
    fn moved_to(&mut self, at: &str, target: &Target, form: Form) -> Value {
        let file = self.survey.files.all[target.file].clone();
        let Some(value) = file.value.pointer(&target.pointer) else { return Value::Null };
        let place = (target.file, target.pointer.clone());
        self.moved.insert(at.to_owned(), place.clone());
        let before = std::mem::replace(&mut self.at, at.to_owned());
        let written = self.definition(place, value, form);
        self.at = before;
        written
    }

    fn parts(&mut self, (file, pointer): &Place, value: &Value, form: Form) -> Value {
        let mut written = Vec::new();
        for (key, part) in parts(value) {
            let part = match form.within(value, &key) {
                Some(form) if part.is_object() || part.is_array() || part.is_string() => {
                    let (segment, length) = (format!("/{}", escape(&key)), self.at.len());
                    self.at.push_str(&segment);
                    let part = self.value((*file, format!("{pointer}{segment}")), part, form);
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
