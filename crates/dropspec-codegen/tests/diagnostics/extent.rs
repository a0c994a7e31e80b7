//! Deep and large documents: they yield a diagnostic or a result within seconds and never abort the process.

use std::time::{Duration, Instant};

use crate::support::{diagnostics, generate, with_paths, with_schemas};

/// Far more than a debug build needs on a busy machine.
const SECONDS: Duration = Duration::from_secs(30);

/// Generates a server and takes the time.
fn generate_in_time(document: &str) -> String {
    let start = Instant::now();
    let generated = generate(document).unwrap();
    assert!(start.elapsed() < SECONDS, "{:?}", start.elapsed());
    generated.text()
}

#[test]
fn a_document_nested_too_deeply_is_rejected() {
    for depth in [201, 1000] {
        let block: String = (0..depth).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        let flow = format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        let items = "{ type: array, items: ".repeat(depth);
        let schema = with_schemas(&format!("Item: {items}{{ type: string }}{}", "}".repeat(depth)));
        for document in [block, flow, schema] {
            let said = diagnostics(&document);
            // The YAML parser has a limit of its own.
            assert!(
                said.contains("nested more than 200 levels deep") || said.contains("recursion limit exceeded"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_document_at_the_nesting_limit_is_generated() {
    let arrays = format!("{}{{ type: string }}{}", "{ type: array, items: ".repeat(190), "}".repeat(190));
    let objects = format!("{}{{ type: string }}{}", "{ type: object, properties: { a: ".repeat(90), "} }".repeat(90));
    for (schema, item) in [(arrays, "pub type Item"), (objects, "pub struct Item")] {
        assert!(generate_in_time(&with_schemas(&format!("Item: {schema}"))).contains(item));
    }
}

#[test]
fn two_thousand_operations_are_generated() {
    let path = |n| {
        format!(
            "/items-{n}/{{id}}:
  get:
    operationId: get_{n}
    parameters:
      - {{ name: id, in: path, required: true, schema: {{ type: string, pattern: '^[a-z]{n}$' }} }}
    responses: {{ '204': {{ description: None. }} }}\n"
        )
    };
    let document = with_paths(&(0..2000).map(path).collect::<String>());
    assert!(generate_in_time(&document).contains("fn get_1999("));
}

#[test]
fn schemas_that_double_at_each_step_are_generated() {
    let schema = |n| {
        let next = format!("{{ $ref: '#/components/schemas/A{}' }}", n + 1);
        format!("A{n}: {{ type: object, properties: {{ x: {next}, y: {next} }} }}\n")
    };
    let schemas = (0..60).map(schema).collect::<String>() + "A60: { type: string }";
    assert!(generate_in_time(&with_schemas(&schemas)).contains("impl check::DecodeObject for A0 "));
}

#[test]
fn schemas_that_form_a_long_chain_are_generated() {
    let schema = |n| {
        let next = format!("{{ $ref: '#/components/schemas/A{}' }}", n + 1);
        format!("A{n}: {{ type: object, properties: {{ next: {next} }} }}\n")
    };
    let schemas = (0..1000).map(schema).collect::<String>() + "A1000: { type: string }";
    assert!(generate_in_time(&with_schemas(&schemas)).contains("impl check::DecodeObject for A0 "));
}
