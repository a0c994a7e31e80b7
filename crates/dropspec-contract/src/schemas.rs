//! The schemas of a document, for the complete validator.

use dropspec_openapi::document::Document;
use dropspec_openapi::json_schema::{Direction, convert};
use dropspec_openapi::node::{Checked, Node};
use dropspec_schema::{Components, Schema};
use serde_json::{Map, Value};

/// The named schemas of a document, in both directions.
#[derive(Debug)]
pub(crate) struct Schemas {
    requests: &'static Components,
    responses: &'static Components,
}

impl Schemas {
    pub(crate) fn of(document: &Document<'_>) -> Checked<Self> {
        Ok(Self {
            requests: components(document, Direction::Request)?,
            responses: components(document, Direction::Response)?,
        })
    }

    /// The validator of a schema.
    pub(crate) fn schema(&self, node: &Node<'_>, direction: Direction) -> Checked<Schema> {
        let components = match direction {
            Direction::Request => self.requests,
            Direction::Response => self.responses,
        };
        Ok(Schema::new(components, leak(&convert(node, direction)?)))
    }
}

fn components(document: &Document<'_>, direction: Direction) -> Checked<&'static Components> {
    let mut schemas = Map::new();
    for (name, schema) in &document.schemas {
        schemas.insert((*name).to_owned(), convert(schema, direction)?);
    }
    Ok(Box::leak(Box::new(Components::new(leak(&Value::Object(schemas))))))
}

/// The text of a schema, for the life of the process: the validator is made for schemas in generated code, and a process tests few
/// documents.
fn leak(schema: &Value) -> &'static str {
    schema.to_string().leak()
}
