//! Validates examples with the library that validates requests at run time.

use jsonschema::{Draft, PatternOptions, Registry, Validator};
use serde_json::{Map, Value, json};

use crate::json_schema::{Direction, convert};
use crate::node::{Checked, Node};

/// The URI of the document's schemas in the registry.
const DOCUMENT: &str = "urn:dropspec:document";

/// The named schemas of a document, prepared for validation.
pub(super) struct ExampleValidator {
    direction: Direction,
    registry: Registry<'static>,
}

impl ExampleValidator {
    /// Prepares the named schemas for values of one direction; `None` if jsonschema rejects them.
    pub(super) fn new(root: &Node<'_>, direction: Direction) -> Checked<Option<Self>> {
        let mut schemas = Map::new();
        if let Some(components) = root.get("components") {
            for (name, schema) in components.entries_of("schemas")? {
                schemas.insert(name.to_owned(), convert(&schema, direction)?);
            }
        }
        let named = json!({ "components": { "schemas": schemas } });
        let registry =
            Registry::new().draft(Draft::Draft7).add(DOCUMENT, named).and_then(jsonschema::RegistryBuilder::prepare);
        Ok(registry.ok().map(|registry| Self { direction, registry }))
    }

    /// The first violation; `None` if the value is valid or the schema cannot be compiled.
    pub(super) fn violation(&self, schema: &Node<'_>, value: &Value) -> Option<String> {
        let validator = self.compile(schema)?;
        let error = validator.iter_errors(value).next()?;
        let place = error.instance_path().to_string();
        Some(if place.is_empty() { error.to_string() } else { format!("{error} (at {place} of the example)") })
    }

    /// The validator of a schema; `None` if it cannot be compiled.
    pub(super) fn compile(&self, schema: &Node<'_>) -> Option<Validator> {
        let mut schema = convert(schema, self.direction).ok()?;
        refer_to_document(&mut schema);
        let options = || {
            let options = jsonschema::options().with_draft(Draft::Draft7).with_registry(&self.registry);
            options.should_validate_formats(true)
        };
        // The linear-time engine does not support look-around and backreferences.
        let linear = options().with_pattern_options(PatternOptions::regex()).build(&schema);
        linear.or_else(|_| options().build(&schema)).ok()
    }
}

/// Makes local references absolute, since the schema is compiled on its own.
fn refer_to_document(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            for (key, value) in keywords {
                match value {
                    Value::String(reference) if key == "$ref" && reference.starts_with('#') => {
                        reference.insert_str(0, DOCUMENT);
                    }
                    // Data, in which `$ref` is not a reference.
                    _ if key == "enum" || key == "const" => {}
                    other => refer_to_document(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refer_to_document),
        _ => {}
    }
}
