//! The part of a document that a diagnostic is about, in the names that its author gave.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::pointer::{escape, unescape};
use crate::source::Source;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Source {
    /// The operation, schema, property and so on that a diagnostic is about, such as ``GET /people, parameter `limit` ``;
    /// `None` if it is about none of them.
    #[must_use]
    pub fn subject(&self, diagnostic: &Diagnostic) -> Option<String> {
        let document = self.file_value(&diagnostic.file)?;
        let segments: Vec<String> = diagnostic.pointer.split('/').skip(1).map(unescape).collect();
        let mut subject = Subject { document, pointer: String::new(), names: Vec::new() };
        let mut rest = segments.iter().map(String::as_str).peekable();
        while let Some(segment) = rest.next() {
            // Data has names of its own, and extensions have others.
            if matches!(segment, "default" | "enum" | "example" | "mapping" | "value") || segment.starts_with("x-") {
                break;
            }
            subject.enter(segment);
            let Some(kind) = kind_of_entries(segment) else {
                subject.names.extend(matches!(segment, "requestBody" | "items").then(|| in_words(segment).to_owned()));
                continue;
            };
            let Some(name) = rest.next().filter(|name| segment == "properties" || !name.starts_with("x-")) else {
                break;
            };
            subject.enter(name);
            let method = rest.next_if(|method| segment == "paths" && METHODS.contains(method));
            match method {
                Some(method) => {
                    subject.enter(method);
                    subject.names.push(format!("{} {name}", method.to_uppercase()));
                }
                None => subject.add(kind, name),
            }
        }
        (!subject.names.is_empty()).then(|| subject.names.join(", "))
    }
}

/// The word for the entries of a map or array with names.
fn kind_of_entries(key: &str) -> Option<&'static str> {
    Some(match key {
        "paths" => "path",
        "schemas" => "schema",
        "properties" => "property",
        "parameters" => "parameter",
        "responses" => "response",
        "headers" => "header",
        "requestBodies" => "request body",
        "securitySchemes" => "security scheme",
        "encoding" => "field",
        "links" => "link",
        "callbacks" => "callback",
        "variables" => "variable",
        _ => return None,
    })
}

fn in_words(key: &str) -> &str {
    if key == "requestBody" { "request body" } else { key }
}

/// The names on the way to a value.
struct Subject<'v> {
    document: &'v Value,
    pointer: String,
    names: Vec<String>,
}

impl Subject<'_> {
    fn enter(&mut self, segment: &str) {
        self.pointer.push('/');
        self.pointer.push_str(&escape(segment));
    }

    fn add(&mut self, kind: &str, name: &str) {
        // An item of an array is known by its `name`, or by the name of what it refers to.
        let value = self.document.pointer(&self.pointer);
        let own = ["name", "$ref"].iter().find_map(|key| value?.get(key)?.as_str());
        let is_index = name.bytes().all(|byte| byte.is_ascii_digit());
        self.names.push(match (kind, own.and_then(|own| own.rsplit('/').next())) {
            ("response" | "path", _) => format!("{kind} {name}"),
            ("parameter", Some(own)) if is_index => format!("{kind} `{own}`"),
            _ => format!("{kind} `{name}`"),
        });
    }
}
