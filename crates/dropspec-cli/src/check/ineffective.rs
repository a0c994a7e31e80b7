//! Warnings about parts of a document that are accepted but have no effect.

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::document::ineffective_format;
use dropspec_openapi::grammar::{DOCUMENT, EXTENSION_PREFIX, Rule, SCHEMA, children};
use dropspec_openapi::pointer::escape;
use dropspec_openapi::source::Source;
use dropspec_openapi::warnings::Warnings;
use serde_json::Value;

/// Returns one warning per thing that has no effect, at its first occurrence.
pub(super) fn warnings(source: &Source) -> Vec<Diagnostic> {
    let mut visitor = Visitor { source, found: Warnings::default(), pointer: String::new() };
    visitor.visit(source.value(), Rule::One(&DOCUMENT));
    source.locate(&visitor.found)
}

/// Visits the objects of a document.
struct Visitor<'s> {
    source: &'s Source,
    found: Warnings,
    /// The pointer to the value that is being visited.
    pointer: String,
}

impl Visitor<'_> {
    fn visit(&mut self, value: &Value, rule: Rule) {
        let object = rule.object(value).filter(|_| value.is_object());
        // What a reference refers to is visited where it is defined.
        if object.is_some_and(|object| object.reference_in(value).is_some()) {
            return;
        }
        for (key, part) in children(value) {
            let Some(rule) = rule.rule_for(value, &key) else { continue };
            let length = self.pointer.len();
            self.pointer.push('/');
            self.pointer.push_str(&escape(&key));
            match &*key {
                // Where these have no effect, they are errors.
                key if object.is_some() && key.starts_with(EXTENSION_PREFIX) => {}
                key if object.is_some() && key.starts_with("x-") => {
                    self.add(&format!("the extension `{key}` has no effect"));
                }
                "format" if object.is_some_and(|object| std::ptr::eq(object, &raw const SCHEMA)) => {
                    if let Some(reason) = ineffective_format(self.source, value) {
                        self.add(&reason);
                    }
                }
                "callbacks" if object.is_some() => self.add("`callbacks` have no effect: the service never calls them"),
                "links" if object.is_some() => self.add("`links` have no effect: responses do not have them"),
                _ if part.is_object() || part.is_array() => self.visit(part, rule),
                _ => {}
            }
            self.pointer.truncate(length);
        }
    }

    fn add(&mut self, message: &str) {
        self.found.add(message, &self.pointer);
    }
}
