//! A value of the wrong kind, at every place where the specification expects an object.

use dropspec_openapi::source::Source;
use insta::assert_snapshot;
use serde_json::Value;

use crate::support::diagnostics;

/// A document that has every object of the specification.
const WHOLE: &str = include_str!("../documents/whole.yaml");

#[test]
fn a_document_may_have_every_object() {
    let said = diagnostics(WHOLE);
    let malformed = said.lines().filter(|line| line.contains("expected here") || line.contains("must be"));
    assert_eq!(malformed.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_string_instead_of_an_object_is_reported() {
    let document = Source::parse("api.yaml".as_ref(), WHOLE).unwrap().value().clone();
    let mut silent = Vec::new();
    for pointer in objects(&document, "") {
        let mut changed = document.clone();
        *changed.pointer_mut(&pointer).unwrap() = Value::from("oops");
        let said = diagnostics(&changed.to_string());
        if !said.contains(&format!("(at #{pointer})")) {
            silent.push(format!("{pointer}: {said}"));
        }
    }
    assert_snapshot!(silent.join("\n"), @"");
}

/// The pointers of all objects and arrays that are not data.
fn objects(value: &Value, pointer: &str) -> Vec<String> {
    let mut found = Vec::new();
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(key, part)| (key.replace('~', "~0").replace('/', "~1"), part)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return found,
    };
    if !pointer.is_empty() {
        found.push(pointer.to_owned());
    }
    for (key, part) in entries {
        if !["example", "value", "default", "x-data"].contains(&key.as_str()) {
            found.extend(objects(part, &format!("{pointer}/{key}")));
        }
    }
    found
}
