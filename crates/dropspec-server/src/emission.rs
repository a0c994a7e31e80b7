//! OpenAPI re-emission: the generated types as schemars and dropshot see them, so that dropshot can emit a document that a test compares
//! with the source.

use std::fmt;
use std::marker::PhantomData;

use dropshot::{ErrorStatusCode, HttpError, HttpResponseError};
use schemars::JsonSchema;
use schemars::r#gen::SchemaGenerator;
use schemars::schema::{Schema, SchemaObject};
use serde::{Serialize, Serializer};
use serde_json::Value;

use dropspec_schema::Components;

/// The schema `name` as the document has it. Schemas that it refers to are defined along with it.
#[must_use]
pub fn component(generator: &mut SchemaGenerator, components: &Components, name: &str) -> Schema {
    inline(generator, components, &components.schemas()[name])
}

/// A schema without a name, from its JSON text.
#[must_use]
pub fn unnamed(generator: &mut SchemaGenerator, components: &Components, json: &str) -> Schema {
    inline(generator, components, &serde_json::from_str(json).unwrap_or_default())
}

fn inline(generator: &mut SchemaGenerator, components: &Components, schema: &Value) -> Schema {
    let mut names = Vec::new();
    collect_references(schema, &mut names);
    for name in names {
        if !generator.definitions().contains_key(name) {
            // Before its own references, since they may refer back to it.
            generator.definitions_mut().insert(name.to_owned(), Schema::Bool(true));
            let definition = component(generator, components, name);
            generator.definitions_mut().insert(name.to_owned(), definition);
        }
    }
    serde_json::from_value(schema.clone()).unwrap_or(Schema::Bool(true))
}

fn collect_references<'v>(schema: &'v Value, names: &mut Vec<&'v str>) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::String(reference)) = keywords.get("$ref") {
                names.extend(reference.strip_prefix("#/components/schemas/"));
            }
            keywords.values().for_each(|value| collect_references(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, names)),
        _ => {}
    }
}

/// An error response whose schema is that of `P`. dropshot needs the type only, never a value.
#[derive(Debug)]
pub struct EmittedProblem<P>(PhantomData<P>);

impl<P: JsonSchema> JsonSchema for EmittedProblem<P> {
    fn schema_name() -> String {
        P::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        P::json_schema(generator)
    }
}

impl<P: JsonSchema + Send + Sync + 'static> HttpResponseError for EmittedProblem<P> {
    fn status_code(&self) -> ErrorStatusCode {
        ErrorStatusCode::INTERNAL_SERVER_ERROR
    }
}

impl<P> From<HttpError> for EmittedProblem<P> {
    fn from(_: HttpError) -> Self {
        Self(PhantomData)
    }
}

impl<P> Serialize for EmittedProblem<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<P> fmt::Display for EmittedProblem<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a problem")
    }
}

/// A schema that allows everything.
#[must_use]
pub fn anything() -> Schema {
    Schema::Object(SchemaObject::default())
}
