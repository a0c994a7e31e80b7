//! Compiles schemas from their JSON.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Number, Value};

use crate::format::Format;
use crate::pattern::Pattern;
use crate::schema::{Keyword, Properties, Schema};
use crate::types::Types;

/// A schema cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// A keyword has a value of another kind than it needs.
    #[error("`{keyword}` cannot be {value}")]
    Keyword {
        /// The keyword.
        keyword: String,
        /// Its value, as JSON.
        value: String,
    },
    /// A reference to a schema that is not named.
    #[error("there is no schema `{0}`")]
    Reference(String),
    /// A named schema that applies itself to the same value, so that validation would not end.
    #[error("the schema `{0}` refers to itself")]
    Circular(String),
}

/// What schemas can refer to.
pub(crate) struct Compiler<'c> {
    pub(crate) index_of: &'c HashMap<String, usize>,
    pub(crate) formats: &'c [Format],
    /// The named schemas that were referred to.
    pub(crate) referred: Vec<usize>,
}

impl Compiler<'_> {
    /// Compiles a schema.
    pub(crate) fn schema(&mut self, source: &Value) -> Result<Schema, SchemaError> {
        let keywords = match source {
            Value::Bool(true) => return Ok(Schema::True),
            Value::Bool(false) => return Ok(Schema::False),
            Value::Object(keywords) => keywords,
            _ => return Err(invalid("a schema", source)),
        };
        // What is beside a reference has no effect.
        if let Some(reference) = keywords.get("$ref") {
            return self.reference(reference);
        }
        let described = self.properties(keywords)?;
        let mut compiled = Vec::with_capacity(keywords.len());
        for (name, value) in keywords {
            compiled.extend(self.keyword(name, value, keywords, &described)?);
        }
        // What is wrong with known properties is of more interest than others, which may be their names misspelled.
        compiled.sort_by_key(|keyword| matches!(keyword, Keyword::AdditionalProperties { .. }));
        Ok(if compiled.is_empty() { Schema::True } else { Schema::Keywords(compiled.into()) })
    }

    fn reference(&mut self, reference: &Value) -> Result<Schema, SchemaError> {
        let text = reference.as_str().ok_or_else(|| invalid("$ref", reference))?;
        let name = text.strip_prefix("#/components/schemas/").map(|name| name.replace("~1", "/").replace("~0", "~"));
        let index =
            name.and_then(|name| self.index_of.get(&name)).ok_or_else(|| SchemaError::Reference(text.to_owned()))?;
        self.referred.push(*index);
        Ok(Schema::Reference(*index))
    }

    fn properties(&mut self, keywords: &Map<String, Value>) -> Result<Properties, SchemaError> {
        let Some(properties) = keywords.get("properties") else { return Ok(Properties::default()) };
        let object = properties.as_object().ok_or_else(|| invalid("properties", properties))?;
        let compiled = object.iter().map(|(name, schema)| Ok((name.clone(), self.schema(schema)?)));
        compiled.collect::<Result<HashMap<_, _>, _>>().map(Arc::new)
    }

    /// Compiles a keyword; `None` if it has no effect on its own.
    fn keyword(
        &mut self,
        name: &str,
        value: &Value,
        beside: &Map<String, Value>,
        described: &Properties,
    ) -> Result<Option<Keyword>, SchemaError> {
        let wrong = || invalid(name, value);
        Ok(Some(match name {
            "additionalProperties" if *value == Value::Bool(true) => return Ok(None),
            "additionalProperties" => {
                Keyword::AdditionalProperties { described: described.clone(), schema: Box::new(self.schema(value)?) }
            }
            "allOf" => Keyword::AllOf(self.schemas(name, value)?),
            "anyOf" => Keyword::AnyOf(self.schemas(name, value)?),
            "const" => Keyword::Enum(Value::Array(vec![value.clone()])),
            "enum" if value.is_array() => Keyword::Enum(value.clone()),
            "format" => match self.format(value.as_str().ok_or_else(wrong)?) {
                Some(format) => Keyword::Format(format),
                None => return Ok(None),
            },
            "if" => match beside.get("then") {
                Some(then) => Keyword::If(Box::new([self.schema(value)?, self.schema(then)?])),
                None => return Ok(None),
            },
            "items" => Keyword::Items(Box::new(self.schema(value)?)),
            "not" => Keyword::Not(Box::new(self.schema(value)?), value.clone()),
            "oneOf" => Keyword::OneOf(self.schemas(name, value)?),
            "pattern" => Keyword::Pattern(value.as_str().and_then(Pattern::compile).ok_or_else(wrong)?),
            "properties" => Keyword::Properties(described.clone()),
            "required" => Keyword::Required(names(value).ok_or_else(wrong)?),
            "type" => Keyword::Type(Types::read(value).ok_or_else(wrong)?),
            "uniqueItems" if *value == Value::Bool(true) => Keyword::UniqueItems,
            _ => return bound(name, value),
        }))
    }

    fn schemas(&mut self, keyword: &str, value: &Value) -> Result<Vec<Schema>, SchemaError> {
        let parts = value.as_array().ok_or_else(|| invalid(keyword, value))?;
        parts.iter().map(|part| self.schema(part)).collect()
    }

    fn format(&self, name: &str) -> Option<Format> {
        self.formats.iter().find(|format| format.name() == name).copied().or_else(|| Format::defined(name))
    }
}

/// Compiles a bound; `None` if the keyword is not one.
fn bound(name: &str, value: &Value) -> Result<Option<Keyword>, SchemaError> {
    type OfNumbers = fn(Number) -> Keyword;
    type OfSizes = fn(u64) -> Keyword;
    let number =
        |keyword: OfNumbers| value.as_number().cloned().map(keyword).ok_or_else(|| invalid(name, value)).map(Some);
    let size = |keyword: OfSizes| whole(value).map(keyword).ok_or_else(|| invalid(name, value)).map(Some);
    match name {
        "exclusiveMaximum" => number(Keyword::ExclusiveMaximum),
        "exclusiveMinimum" => number(Keyword::ExclusiveMinimum),
        "maximum" => number(Keyword::Maximum),
        "minimum" => number(Keyword::Minimum),
        "multipleOf" => number(Keyword::MultipleOf),
        "maxItems" => size(Keyword::MaxItems),
        "maxLength" => size(Keyword::MaxLength),
        "maxProperties" => size(Keyword::MaxProperties),
        "minItems" => size(Keyword::MinItems),
        "minLength" => size(Keyword::MinLength),
        "minProperties" => size(Keyword::MinProperties),
        _ => Ok(None),
    }
}

/// A number of items or characters, however it is written. One beyond 64 bits is as good as the largest.
fn whole(value: &Value) -> Option<u64> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a double stops at the limits"
    )]
    let of_double = |number: f64| (number >= 0.0 && number.fract() == 0.0).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(of_double))
}

fn names(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|name| name.as_str().map(ToOwned::to_owned)).collect()
}

fn invalid(keyword: &str, value: &Value) -> SchemaError {
    SchemaError::Keyword { keyword: keyword.to_owned(), value: value.to_string() }
}
