//! Validates the examples of a document against their schemas.

use serde_json::Value;

use super::validator::ExampleValidator;
use super::values::examples_of;
use crate::diagnostic::Diagnostic;
use crate::json_schema::Direction;
use crate::node::{Checked, Node};
use crate::source::Source;
use crate::stack::with_large_stack;

/// The examples that violate their schemas. In a malformed document some may be missing.
#[must_use]
pub fn invalid_examples(source: &Source) -> Vec<Diagnostic> {
    // Errors are reported when the document is read.
    with_large_stack(|| find(&Node::root(source))).unwrap_or_default()
}

fn find(root: &Node<'_>) -> Checked<Vec<Diagnostic>> {
    let validator = |direction| ExampleValidator::new(root, direction);
    let (requests, responses) = (validator(Direction::Request)?, validator(Direction::Response)?);
    let mut search = Search { requests, responses, found: Vec::new() };
    search.walk(root, None);
    Ok(search.found)
}

struct Search {
    requests: ExampleValidator,
    responses: ExampleValidator,
    found: Vec<Diagnostic>,
}

impl Search {
    /// Walks everything that is not a schema, with the direction of its values if it is known.
    fn walk(&mut self, node: &Node<'_>, direction: Option<Direction>) {
        if let Some(schema) = node.get("schema") {
            for example in examples_of(node).unwrap_or_default() {
                self.check(&schema, &example, direction);
            }
        }
        for (key, part) in parts(node) {
            match key.as_str() {
                "schema" => self.walk_schema(&part, direction),
                "schemas" => parts(&part).iter().for_each(|(_, schema)| self.walk_schema(schema, None)),
                "example" | "examples" => {}
                key if key.starts_with("x-") => {}
                "parameters" | "requestBody" | "requestBodies" => self.walk(&part, Some(Direction::Request)),
                "responses" => self.walk(&part, Some(Direction::Response)),
                _ => self.walk(&part, direction),
            }
        }
    }

    fn walk_schema(&mut self, node: &Node<'_>, direction: Option<Direction>) {
        if let Some(example) = node.get("example") {
            self.check(node, &example, direction);
        }
        for (key, part) in parts(node) {
            match key.as_str() {
                "items" | "not" | "additionalProperties" => self.walk_schema(&part, direction),
                "properties" | "allOf" | "anyOf" | "oneOf" => {
                    parts(&part).iter().for_each(|(_, schema)| self.walk_schema(schema, direction));
                }
                _ => {}
            }
        }
    }

    /// Without a direction, an example has to be valid in one of them.
    fn check(&mut self, schema: &Node<'_>, example: &Node<'_>, direction: Option<Direction>) {
        let reason = match direction {
            Some(Direction::Request) => self.requests.violation(schema, example.value()),
            Some(Direction::Response) => self.responses.violation(schema, example.value()),
            None => {
                let reason = self.responses.violation(schema, example.value());
                reason.filter(|_| self.requests.violation(schema, example.value()).is_some())
            }
        };
        let diagnostic = |reason| example.diagnostic(format!("this example violates its schema: {reason}"));
        self.found.extend(reason.map(diagnostic));
    }
}

/// The entries of an object, or the items of an array.
fn parts<'s>(node: &Node<'s>) -> Vec<(String, Node<'s>)> {
    match node.value() {
        Value::Object(_) => {
            let entries = node.entries().unwrap_or_default();
            entries.into_iter().map(|(key, part)| (key.to_owned(), part)).collect()
        }
        Value::Array(_) => node.items().unwrap_or_default().into_iter().map(|part| (String::new(), part)).collect(),
        _ => Vec::new(),
    }
}
