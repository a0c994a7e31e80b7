//! Warnings about parts of a document that are accepted but have no effect.

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::grammar::EXTENSION_PREFIX;
use dropspec_openapi::pointer::escape;
use dropspec_openapi::source::Source;
use dropspec_openapi::warnings::Warnings;
use serde_json::Value;

/// The keywords whose values are maps from names to OpenAPI objects.
const MAPS: &[&str] = &[
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

/// The maps that can have extensions.
const EXTENSIBLE_MAPS: &[&str] = &["paths", "responses"];

/// The keywords whose values are data, without any keywords in them.
const DATA: &[&str] = &["default", "enum", "example", "mapping", "scopes", "value"];

/// Returns one warning per thing that has no effect, at its first occurrence.
pub(super) fn warnings(source: &Source) -> Vec<Diagnostic> {
    let mut visitor = Visitor::default();
    visitor.visit(source.value(), "");
    source.locate(&visitor.found)
}

/// Visits the keywords of a document.
#[derive(Default)]
struct Visitor {
    found: Warnings,
}

impl Visitor {
    /// Visits an OpenAPI object or an array of them.
    fn visit(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Object(object) => {
                for (key, part) in object {
                    self.visit_keyword(key, part, format!("{pointer}/{}", escape(key)));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(item, &format!("{pointer}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn visit_keyword(&mut self, key: &str, value: &Value, pointer: String) {
        match key {
            "callbacks" => self.add("`callbacks` have no effect: the service never calls them", &pointer),
            "links" => self.add("`links` have no effect: responses do not have them", &pointer),
            // Where they have no effect, they are errors.
            _ if key.starts_with(EXTENSION_PREFIX) => {}
            _ if key.starts_with("x-") => self.add(&format!("the extension `{key}` has no effect"), &pointer),
            _ if DATA.contains(&key) => {}
            // The `parameters` of an operation are an array, those of `components` a map.
            _ if MAPS.contains(&key) && value.is_object() => self.visit_map(key, value, &pointer),
            _ => self.visit(value, &pointer),
        }
    }

    fn visit_map(&mut self, key: &str, map: &Value, pointer: &str) {
        for (name, part) in map.as_object().into_iter().flatten() {
            let pointer = format!("{pointer}/{}", escape(name));
            if name.starts_with("x-") && EXTENSIBLE_MAPS.contains(&key) {
                self.visit_keyword(name, part, pointer);
            } else {
                self.visit(part, &pointer);
            }
        }
    }

    fn add(&mut self, message: &str, pointer: &str) {
        self.found.add(message, pointer);
    }
}
