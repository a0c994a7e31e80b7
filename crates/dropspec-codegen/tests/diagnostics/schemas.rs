//! Schemas that no type of Rust represents.

use insta::assert_snapshot;

use crate::support::{complaints, with_schemas};

fn about(schema: &str) -> String {
    complaints(&with_schemas(&format!("Item: {schema}")))
}

#[test]
fn a_schema_that_nothing_satisfies_is_refused() {
    assert_snapshot!(complaints(&with_schemas(
        "Base: { type: object, additionalProperties: false, properties: { a: { type: string } } }
Derived: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, required: [b], additionalProperties: false, properties: { b: { type: string } } } ] }"
    )), @"
    api.yaml:7:5: nothing can satisfy this: a part requires `b`, and another does not allow it; write it as one flat schema (at #/components/schemas/Derived)
        |     Derived: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, required: [b], additionalProperties: false, properties: { b: { type: string } } } ] }
        |     ^
    ");
}

#[test]
fn a_schema_that_no_type_holds_is_not_refused() {
    assert_snapshot!(about("{ not: { type: object, properties: { a: { type: string } } } }"), @"nothing to complain about");
    assert_snapshot!(about("{ nullable: true, anyOf: [ { type: string }, { type: integer } ] }"), @"nothing to complain about");
    assert_snapshot!(about("{ oneOf: [ { properties: { a: {} } }, { type: object, properties: { b: {} } } ] }"), @"nothing to complain about");
    assert_snapshot!(about("{ type: string, enum: ['', ' ', 'a', 'A'] }"), @"nothing to complain about");
    assert_snapshot!(about("{ type: object, properties: { '': {}, '$': {}, 'self': {}, 'ß': {} } }"), @"nothing to complain about");
}
