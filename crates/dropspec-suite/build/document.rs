//! Builds a document with all schemas of the suite, and the table of their test cases.

use std::fmt::Write;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::json_schema::{self, Direction};
use dropspec_openapi::source::Source;
use serde_json::{Map, Value, json};

use crate::groups::Group;

/// Builds the document. It has each schema as it is, and as the schema of a property, since fast validators are only generated for
/// objects.
pub(crate) fn build(groups: &[Group]) -> Value {
    let supported = groups.iter().enumerate().filter(|(_, group)| unsupported(group).is_none());
    document(supported.flat_map(|(index, group)| {
        [(name("Bare", index), group.schema.clone()), (name("Wrapped", index), wrapped(&group.schema))]
    }))
}

pub(crate) fn source(document: &Value) -> Result<Source, Diagnostics> {
    Source::parse("suite.json".as_ref(), &document.to_string())
}

/// Why the generator does not support the schema of a group; none if it does.
fn unsupported(group: &Group) -> Option<String> {
    let single = document([(name("Bare", 0), group.schema.clone())].into_iter());
    let source = match source(&single) {
        Ok(source) => source,
        Err(found) => return Some(found.to_string()),
    };
    Document::read(&source).err().map(|found| found.to_string())
}

fn document(schemas: impl Iterator<Item = (String, Value)>) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Suite", "version": "1.0.0" },
        "paths": {},
        "components": { "schemas": Value::Object(schemas.collect::<Map<_, _>>()) },
    })
}

/// The schema of an object with the schema as that of its only property.
fn wrapped(schema: &Value) -> Value {
    json!({ "type": "object", "required": ["value"], "additionalProperties": false, "properties": { "value": schema } })
}

fn name(kind: &str, index: usize) -> String {
    format!("{kind}{index:03}")
}

/// The static with the schemas of the document, as Rust code.
pub(crate) fn components(source: &Source) -> Result<String, Diagnostics> {
    let document = Document::read(source)?;
    let converted = document
        .schemas
        .iter()
        .map(|(name, schema)| Ok(((*name).to_owned(), json_schema::convert(schema, Direction::Request)?)));
    let schemas = Value::Object(converted.collect::<Result<Map<_, _>, Diagnostics>>()?).to_string();
    Ok(format!(
        "/// The schemas of the suite.\n#[allow(dead_code)]\nstatic COMPONENTS: Components = Components::new({schemas:?});\n"
    ))
}

/// Generates the table of all test cases, as Rust code.
pub(crate) fn cases(groups: &[Group], api: &str) -> String {
    let count = groups.len();
    let mut code = format!("/// All groups that OpenAPI 3.0 can express.\npub static GROUPS: [Group; {count}] = [\n");
    for (index, group) in groups.iter().enumerate() {
        let unsupported = unsupported(group);
        let schemas = if unsupported.is_some() { "None".to_owned() } else { schemas(index, api) };
        // Writing to a string does not fail.
        let _ = writeln!(
            code,
            "Group {{ file: {:?}, description: {:?}, unsupported: {unsupported:?}, schemas: {schemas}, cases: &[",
            group.file, group.description
        );
        for case in &group.tests {
            let (description, data, valid) = (&case.description, case.data.get(), case.valid);
            let _ = writeln!(code, "Case {{ description: {description:?}, data: {data:?}, valid: {valid} }},");
        }
        code.push_str("] },\n");
    }
    code + "];\n"
}

fn schemas(index: usize, api: &str) -> String {
    let (bare, wrapped) = (name("Bare", index), name("Wrapped", index));
    let schema = |name: &str| {
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") }).to_string();
        format!("Schema::new(&COMPONENTS, {reference:?})")
    };
    let has_fast = api.contains(&format!("impl check::DecodeObject for {wrapped} "));
    let fast = if has_fast { format!("Some(fast::<api::types::{wrapped}>)") } else { "None".to_owned() };
    format!(
        "Some(Schemas {{ bare: {}, wrapped: {}, fast: {fast}, typed: typed::<api::types::{wrapped}> }})",
        schema(&bare),
        schema(&wrapped)
    )
}
