//! Valid values of schemas: those that the document gives, and simple ones made from the keywords of the schema.

use dropspec_openapi::document::{Discriminator, discriminator, is_required, properties};
use dropspec_openapi::json_schema::Direction;
use dropspec_openapi::node::{Checked, Node};
use dropspec_schema::Schema;
use serde_json::{Map, Value, json};

use crate::candidates::candidates;
use crate::schemas::Schemas;

/// The depth at which optional properties are left out, and twice that at which schemas count as recursive without end.
const MAX_DEPTH: usize = 4;

/// A valid value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) value: Value,
    /// Whether it has texts that only the service knows the meaning of, so that it may reject them.
    pub(crate) is_invented: bool,
}

/// The properties that an object has.
#[derive(Clone, Copy, PartialEq)]
enum Extent {
    Required,
    All,
}

/// The valid values among the examples, and values with the required properties and with all of them.
pub(crate) fn samples(schemas: &Schemas, node: &Node<'_>, given: Vec<Value>, schema: &Schema) -> Checked<Vec<Sample>> {
    let mut samples: Vec<Sample> = given.into_iter().map(Sample::given).collect();
    samples.extend(node.resolve()?.get("example").map(|example| Sample::given(example.value().clone())));
    for extent in [Extent::Required, Extent::All] {
        samples.extend(Generator { schemas, extent }.sample(node, 0)?);
    }
    samples.retain(|sample| is_valid(schema, &sample.value));
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

impl Sample {
    /// A value that the document gives.
    pub(crate) fn given(value: Value) -> Self {
        Self { value, is_invented: false }
    }
}

struct Generator<'a> {
    schemas: &'a Schemas,
    extent: Extent,
}

impl Generator<'_> {
    fn sample(&self, node: &Node<'_>, depth: usize) -> Checked<Option<Sample>> {
        let node = node.resolve()?;
        if depth > 2 * MAX_DEPTH {
            return Ok(None);
        }
        if let Some(discriminator) = discriminator(&node)? {
            return self.selected(&node, &discriminator, depth);
        }
        for key in ["oneOf", "anyOf"] {
            for part in node.items_of(key)? {
                if let Some(sample) = self.sample(&part, depth + 1)? {
                    return Ok(Some(sample));
                }
            }
        }
        let properties = properties(&node)?;
        if !properties.is_empty() || node.text("type")? == Some("object") {
            return self.object(&node, &properties, depth);
        }
        if let Some(items) = node.get("items").filter(|_| node.get("example").is_none()) {
            return self.array(&node, &items, depth);
        }
        if let [part] = node.items_of("allOf")?.as_slice() {
            return self.sample(part, depth + 1);
        }
        self.scalar(&node)
    }

    /// A value of the first schema that a discriminator selects.
    fn selected(&self, node: &Node<'_>, by: &Discriminator<'_>, depth: usize) -> Checked<Option<Sample>> {
        let Some((choice, name)) = by.choices.first() else { return Ok(None) };
        for key in ["oneOf", "anyOf"] {
            for part in node.items_of(key)? {
                let is_selected = part.text("$ref")?.is_some_and(|reference| reference.ends_with(&format!("/{name}")));
                if is_selected && let Some(mut sample) = self.sample(&part, depth + 1)? {
                    sample.value[by.property] = json!(choice);
                    return Ok(Some(sample));
                }
            }
        }
        Ok(None)
    }

    fn object(&self, node: &Node<'_>, properties: &[(&str, Node<'_>)], depth: usize) -> Checked<Option<Sample>> {
        let (mut values, mut is_invented) = (Map::new(), false);
        for (name, property) in properties {
            let required = is_required(node, name)?;
            let wanted = required || (self.extent == Extent::All && depth < MAX_DEPTH);
            if !wanted || property.is_read_only()? {
                continue;
            }
            match self.sample(property, depth + 1)? {
                Some(sample) => {
                    is_invented |= sample.is_invented;
                    values.insert((*name).to_owned(), sample.value);
                }
                None if required => return Ok(None),
                None => {}
            }
        }
        let min_properties = node.count("minProperties")?.unwrap_or_default();
        if let Some(additional) = node.get("additionalProperties").filter(|schema| schema.value().is_object()) {
            while (values.len() as u64) < min_properties {
                let Some(sample) = self.sample(&additional, depth + 1)? else { return Ok(None) };
                values.insert(format!("property{}", values.len()), sample.value);
            }
        }
        Ok(Some(Sample { value: Value::Object(values), is_invented }))
    }

    fn array(&self, node: &Node<'_>, items: &Node<'_>, depth: usize) -> Checked<Option<Sample>> {
        let least = node.count("minItems")?.unwrap_or_default();
        let count = if self.extent == Extent::All && depth < MAX_DEPTH { least.max(1) } else { least };
        if count == 0 {
            return Ok(Some(Sample::given(json!([]))));
        }
        let item = self.sample(items, depth + 1)?;
        Ok(item.map(|item| Sample { value: (0..count).map(|_| item.value.clone()).collect(), ..item }))
    }

    fn scalar(&self, node: &Node<'_>) -> Checked<Option<Sample>> {
        let schema = self.schemas.schema(node, Direction::Request)?;
        let given = ["example", "default"].iter().filter_map(|key| node.get(key)).map(|given| given.value().clone());
        let given = given.chain(node.items_of("enum")?.into_iter().map(|value| value.value().clone()));
        if let Some(value) = given.into_iter().find(|value| is_valid(&schema, value)) {
            return Ok(Some(Sample::given(value)));
        }
        let is_invented = !matches!(node.text("type")?, Some("integer" | "number" | "boolean"));
        let value = candidates(node)?.into_iter().find(|value| is_valid(&schema, value));
        Ok(value.map(|value| Sample { value, is_invented }))
    }
}
