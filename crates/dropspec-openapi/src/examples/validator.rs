//! Validates examples with the library that validates requests at run time.

use std::ops::ControlFlow;
use std::sync::Arc;

use dropspec_validation::{NamedSchemas, Validator};
use serde_json::{Map, Value};

use crate::json_schema::{Direction, convert};
use crate::node::{Checked, Node};

/// The named schemas of a document, prepared for validation of values of one direction.
pub(super) struct ExampleValidator {
    direction: Direction,
    named: Arc<NamedSchemas>,
}

impl ExampleValidator {
    /// Prepares the named schemas.
    pub(super) fn new(root: &Node<'_>, direction: Direction) -> Checked<Self> {
        let mut schemas = Map::new();
        if let Some(components) = root.get("components") {
            for (name, schema) in components.entries_of("schemas")? {
                schemas.insert(name.to_owned(), convert(&schema, direction)?);
            }
        }
        Ok(Self { direction, named: Arc::new(NamedSchemas::new(&schemas, &[])) })
    }

    /// The first violation; `None` if the value is valid or the schema cannot be compiled.
    pub(super) fn violation(&self, schema: &Node<'_>, value: &Value) -> Option<String> {
        let mut violation = None;
        self.compile(schema)?.validate(value, |error| {
            let place = error.place.pointer("");
            violation =
                Some(if place.is_empty() { error.to_string() } else { format!("{error} (at {place} of the example)") });
            ControlFlow::Break(())
        });
        violation
    }

    /// The validator of a schema; `None` if it cannot be compiled.
    pub(super) fn compile(&self, schema: &Node<'_>) -> Option<Validator> {
        Validator::new(&convert(schema, self.direction).ok()?, &self.named).ok()
    }
}
