//! Schemas that no type of Rust represents.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_schemas};

fn about(schema: &str) -> String {
    diagnostics(&with_schemas(&format!("Item: {schema}")))
}

#[test]
fn unsatisfiable_schemas_are_rejected() {
    assert_snapshot!(diagnostics(&with_schemas(
        "Base: { type: object, additionalProperties: false, properties: { a: { type: string } } }
Derived: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, required: [b], additionalProperties: false, properties: { b: { type: string } } } ] }"
    )), @"
    api.yaml:7:5: no value satisfies this schema: one part requires `b` and another forbids it; merge the parts into one schema (at #/components/schemas/Derived)
        |     Derived: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, required: [b], additionalProperties: false, properties: { b: { type: string } } } ] }
        |     ^
    ");
}

#[test]
fn schemas_without_a_rust_type_are_accepted() {
    assert_snapshot!(about("{ not: { type: object, properties: { a: { type: string } } } }"), @"no diagnostics");
    assert_snapshot!(about("{ nullable: true, anyOf: [ { type: string }, { type: integer } ] }"), @"no diagnostics");
    assert_snapshot!(about("{ oneOf: [ { properties: { a: {} } }, { type: object, properties: { b: {} } } ] }"), @"no diagnostics");
    assert_snapshot!(about("{ type: string, enum: ['', ' ', 'a', 'A'] }"), @"no diagnostics");
    assert_snapshot!(about("{ type: object, properties: { '': {}, '$': {}, 'self': {}, 'ß': {} } }"), @"no diagnostics");
}
