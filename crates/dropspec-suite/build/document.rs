//! One document with all schemas of the suite, and the table of their cases.

use std::fmt::Write;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;
use serde_json::{Map, Value, json};

use crate::groups::Group;

/// The document: each schema as it is, and as that of a property, which is where the fast path begins.
pub(crate) fn of(groups: &[Group]) -> Value {
    let accepted = groups.iter().enumerate().filter(|(_, group)| refusal(group).is_none());
    document(accepted.flat_map(|(index, group)| {
        [(name("Bare", index), group.schema.clone()), (name("Held", index), held(&group.schema))]
    }))
}

pub(crate) fn source(document: &Value) -> Result<Source, Diagnostics> {
    Source::parse("suite.json".as_ref(), &document.to_string())
}

/// Why the generator refuses the schema of a group, if it does.
fn refusal(group: &Group) -> Option<String> {
    let alone = document([(name("Bare", 0), group.schema.clone())].into_iter());
    let source = match source(&alone) {
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

fn held(schema: &Value) -> Value {
    json!({ "type": "object", "required": ["value"], "additionalProperties": false, "properties": { "value": schema } })
}

fn name(kind: &str, index: usize) -> String {
    format!("{kind}{index:03}")
}

/// The table of all cases, as Rust.
pub(crate) fn cases(groups: &[Group], api: &str) -> String {
    let count = groups.len();
    let mut code = format!("/// All groups that can be expressed.\npub static GROUPS: [Group; {count}] = [\n");
    for (index, group) in groups.iter().enumerate() {
        let refusal = refusal(group);
        let schemas = if refusal.is_some() { "None".to_owned() } else { schemas(index, api) };
        // Writing to a string does not fail.
        let _ = writeln!(
            code,
            "Group {{ file: {:?}, description: {:?}, refusal: {refusal:?}, schemas: {schemas}, cases: &[",
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
    let (bare, held) = (name("Bare", index), name("Held", index));
    let schema = |name: &str| {
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") }).to_string();
        format!("Schema::new(&api::schemas::COMPONENTS, {reference:?})")
    };
    let covered = api.contains(&format!("impl check::Object for {held} "));
    let fast = if covered { format!("Some(fast::<api::types::{held}>)") } else { "None".to_owned() };
    format!(
        "Some(Schemas {{ bare: {}, held: {}, fast: {fast}, typed: typed::<api::types::{held}> }})",
        schema(&bare),
        schema(&held)
    )
}
