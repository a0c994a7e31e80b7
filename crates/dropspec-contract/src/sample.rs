//! Valid values of schemas: those that the document gives, and generated ones.

use dropspec_openapi::examples::{Extent, GeneratedValue, Suggestions, valid_value};
use dropspec_openapi::json_schema::Direction;
use dropspec_openapi::node::{Checked, Node};
use dropspec_schema::Schema;
use serde_json::Value;

/// A valid value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) value: Value,
    /// Whether it has texts that only the service knows the meaning of, so that it may reject them.
    pub(crate) is_invented: bool,
}

impl Sample {
    /// A value that the document gives.
    pub(crate) fn given(value: Value) -> Self {
        Self { value, is_invented: false }
    }
}

impl From<GeneratedValue> for Sample {
    fn from(GeneratedValue { value, is_invented }: GeneratedValue) -> Self {
        Self { value, is_invented }
    }
}

/// The valid values among the examples, and values with the required properties and with all of them.
pub(crate) fn samples(node: &Node<'_>, given: Vec<Value>, schema: &Schema) -> Checked<Vec<Sample>> {
    let mut samples: Vec<Sample> = given.into_iter().map(Sample::given).collect();
    samples.extend(node.resolve()?.get("example").map(|example| Sample::given(example.value().clone())));
    samples.retain(|sample| is_valid(schema, &sample.value));
    for extent in [Extent::Required, Extent::All] {
        let is_valid = |value: &Value| is_valid(schema, value);
        let generated = valid_value(node, Direction::Request, Suggestions::Parts, extent, is_valid)?;
        samples.extend(generated.map(Sample::from));
    }
    let mut distinct: Vec<Sample> = Vec::new();
    for sample in samples {
        if !distinct.iter().any(|other| other.value == sample.value) {
            distinct.push(sample);
        }
    }
    Ok(distinct)
}

/// Whether a schema allows a value.
pub(crate) fn is_valid(schema: &Schema, value: &Value) -> bool {
    schema.violations(value).is_ok_and(|violations| violations.is_empty())
}
