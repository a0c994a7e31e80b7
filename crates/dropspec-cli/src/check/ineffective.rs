//! What is allowed, and has no effect.

use std::collections::BTreeMap;

use dropspec_build::diagnostic::Diagnostic;
use dropspec_build::source::{Source, escape};
use serde_json::Value;

/// The objects of OpenAPI whose keys are names rather than keywords.
const BY_NAME: &[&str] = &[
    "content",
    "encoding",
    "examples",
    "headers",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// Those of them that can be extended all the same.
const EXTENSIBLE: &[&str] = &["paths", "responses"];

/// Keywords whose values are data, in which nothing is a keyword.
const DATA: &[&str] = &["default", "enum", "example", "mapping", "scopes", "value"];

/// The remarks about a document: one for each thing that has no effect, however often it is there.
pub(super) fn remarks(source: &Source) -> Vec<Diagnostic> {
    let mut walk = Walk::default();
    walk.keywords(source.value(), "");
    let remark = |(what, places): (String, Vec<String>)| {
        let elsewhere = match places.len() {
            1 => String::new(),
            2 => ", here and in another place".to_owned(),
            count => format!(", here and in {} other places", count - 1),
        };
        source.diagnostic(&places[0], format!("{what}{elsewhere}"))
    };
    walk.without_effect.into_iter().map(remark).collect()
}

/// What has no effect, and where it is.
#[derive(Default)]
struct Walk {
    without_effect: BTreeMap<String, Vec<String>>,
}

impl Walk {
    /// Goes through a value whose keys are keywords.
    fn keywords(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Object(object) => {
                for (key, part) in object {
                    self.keyword(key, part, format!("{pointer}/{}", escape(key)));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.keywords(item, &format!("{pointer}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn keyword(&mut self, key: &str, value: &Value, pointer: String) {
        match key {
            "callbacks" => self.add("`callbacks` are served with the document, but never called".to_owned(), pointer),
            "links" => self.add("`links` are served with the document, but not with answers".to_owned(), pointer),
            _ if key.starts_with("x-") => self.add(format!("the extension `{key}` has no effect"), pointer),
            _ if DATA.contains(&key) => {}
            _ if BY_NAME.contains(&key) => {
                for (name, part) in value.as_object().into_iter().flatten() {
                    let pointer = format!("{pointer}/{}", escape(name));
                    match name.starts_with("x-") && EXTENSIBLE.contains(&key) {
                        true => self.keyword(name, part, pointer),
                        false => self.keywords(part, &pointer),
                    }
                }
                // The parameters of an operation are a list.
                if value.is_array() {
                    self.keywords(value, &pointer);
                }
            }
            _ => self.keywords(value, &pointer),
        }
    }

    fn add(&mut self, what: String, pointer: String) {
        self.without_effect.entry(what).or_default().push(pointer);
    }
}
