//! Example bodies of responses.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::generate::{Extent, Suggestions, valid_value};
use super::validator::ExampleValidator;
use super::values::named_examples_of;
use crate::document::{Content, MediaKind};
use crate::json_schema::Direction;
use crate::node::{Checked, Node};

/// An example body.
#[derive(Clone, Debug, Default)]
pub(super) struct ExampleBody {
    /// The name of the example, if it has one.
    pub(super) name: Option<String>,
    /// The encoded body.
    pub(super) text: String,
}

/// Makes example bodies.
pub(super) struct Bodies<'s> {
    validator: ExampleValidator,
    /// The generated values of named schemas, which many responses share.
    generated: HashMap<&'s str, Option<Value>>,
}

impl<'s> Bodies<'s> {
    pub(super) fn new(root: &Node<'s>) -> Checked<Self> {
        Ok(Self { validator: ExampleValidator::new(root, Direction::Response)?, generated: HashMap::new() })
    }

    /// The bodies of a media type: its valid examples or, without any, a generated one if there is one.
    pub(super) fn of(&mut self, content: &Content<'s>) -> Checked<Vec<ExampleBody>> {
        let schema = content.node.get("schema");
        let mut bodies = Vec::new();
        for (name, example) in named_examples_of(&content.node)? {
            let violation = schema.as_ref().and_then(|schema| self.validator.violation(schema, example.value()));
            let text = encoded(content, example.value()).filter(|_| violation.is_none());
            bodies.extend(text.map(|text| ExampleBody { name: name.map(str::to_owned), text }));
        }
        if bodies.is_empty() {
            let value = self.generated(content, schema)?;
            let text = value.and_then(|value| encoded(content, &value));
            bodies.extend(text.map(|text| ExampleBody { name: None, text }));
        }
        Ok(bodies)
    }

    fn generated(&mut self, content: &Content<'_>, schema: Option<Node<'s>>) -> Checked<Option<Value>> {
        let Some(schema) = schema else {
            return Ok(Some(if is_json(content) { Value::Object(Map::new()) } else { Value::from("") }));
        };
        let Some(reference) = schema.text("$ref")? else { return self.valid_value(&schema) };
        if let Some(known) = self.generated.get(reference) {
            return Ok(known.clone());
        }
        let value = self.valid_value(&schema)?;
        self.generated.insert(reference, value.clone());
        Ok(value)
    }

    /// A value with the examples of the parts of a schema or, if such a value is not valid, without them.
    fn valid_value(&self, schema: &Node<'_>) -> Checked<Option<Value>> {
        let compiled = self.validator.compile(schema);
        let is_valid = |value: &Value| compiled.as_ref().is_none_or(|compiled| compiled.is_valid(value));
        let found = valid_value(schema, Direction::Response, Suggestions::Used, Extent::All, is_valid)?;
        Ok(found.map(|found| found.value))
    }
}

/// Whether a body is JSON, also one without a schema.
fn is_json(content: &Content<'_>) -> bool {
    let is_json = content.media_type == "application/json" || content.media_type.ends_with("+json");
    content.kind == MediaKind::Json || (is_json && content.node.get("schema").is_none())
}

fn encoded(content: &Content<'_>, value: &Value) -> Option<String> {
    match value {
        value if is_json(content) => serde_json::to_string(value).ok(),
        // A range does not determine a media type.
        Value::String(text) if !content.is_range() => Some(text.clone()),
        _ => None,
    }
}
