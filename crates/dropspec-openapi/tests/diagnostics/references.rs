//! References.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_parameter, with_paths, with_schemas};

#[test]
fn a_reference_has_a_target() {
    assert_snapshot!(diagnostics(&with_schemas("Item: { $ref: '#/components/schemas/Thing' }")), @"
    api.yaml:6:5: cannot resolve `#/components/schemas/Thing` (at #/components/schemas/Item)
        |     Item: { $ref: '#/components/schemas/Thing' }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_parameter("{ $ref: '#/components/parameters/Sort' }")), @"
    api.yaml:8:11: cannot resolve `#/components/parameters/Sort` (at #/paths/~1items/get/parameters/0)
        |         - { $ref: '#/components/parameters/Sort' }
        |           ^
    ");
}

#[test]
fn a_reference_stays_in_the_file() {
    assert_snapshot!(diagnostics(&with_schemas("Item: { $ref: 'other.yaml#/Item' }")), @"
    api.yaml:6:5: `other.yaml#/Item` cannot be read: file not found (at #/components/schemas/Item)
        |     Item: { $ref: 'other.yaml#/Item' }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_parameter("{ $ref: 'https://shop.example/parameters.yaml' }")), @"
    api.yaml:8:11: `https://shop.example/parameters.yaml` is remote, and builds do not use the network; store the file beside the document and use a relative path (at #/paths/~1items/get/parameters/0)
        |         - { $ref: 'https://shop.example/parameters.yaml' }
        |           ^
    ");
}

#[test]
fn circular_references_are_rejected() {
    assert_snapshot!(diagnostics(&with_schemas("A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }")), @"
    api.yaml:6:5: circular references (at #/components/schemas/A)
        |     A: { $ref: '#/components/schemas/B' }
        |     ^
    api.yaml:7:5: circular references (at #/components/schemas/B)
        |     B: { $ref: '#/components/schemas/A' }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_schemas("A: { $ref: '#/components/schemas/A' }")), @"
    api.yaml:6:5: circular references (at #/components/schemas/A)
        |     A: { $ref: '#/components/schemas/A' }
        |     ^
    ");
}

#[test]
fn a_schema_refers_to_a_named_schema() {
    let schemas =
        "A: { type: object, properties: { b: { type: string } } }\nC: { $ref: '#/components/schemas/A/properties/b' }";
    assert_snapshot!(diagnostics(&with_schemas(schemas)), @"no diagnostics");
}

#[test]
fn siblings_of_a_reference_are_ignored() {
    let schemas = "A: { type: string }\nB: { type: object, properties: { a: { $ref: '#/components/schemas/A', nullable: true } } }";
    assert_snapshot!(diagnostics(&with_schemas(schemas)), @"
    api.yaml:7:75: warning: `nullable` beside `$ref` has no effect: OpenAPI 3.0 ignores it (at #/components/schemas/B/properties/a/nullable)
        |     B: { type: object, properties: { a: { $ref: '#/components/schemas/A', nullable: true } } }
        |                                                                           ^
    ");
}

#[test]
fn a_reference_is_a_string() {
    assert_snapshot!(diagnostics(&with_schemas("A: { $ref: 1 }")), @"
    api.yaml:6:10: `$ref` must be a string (at #/components/schemas/A/$ref)
        |     A: { $ref: 1 }
        |          ^
    ");
}

#[test]
fn a_reference_may_be_percent_encoded() {
    let paths = "/items/{id}:
  parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
  get: { operationId: get, responses: { '204': { description: None. } } }
/things/{id}:
  parameters: [ { $ref: '#/paths/~1items~1%7Bid%7D/parameters/0' } ]
  get: { operationId: other, responses: { '204': { description: None. } } }";
    assert_snapshot!(diagnostics(&with_paths(paths)), @"no diagnostics");
}

#[test]
fn a_chain_of_references_ends() {
    let mut schemas: String =
        (0..40).map(|n| format!("A{n}: {{ $ref: '#/components/schemas/A{}' }}\n", n + 1)).collect();
    schemas += "A40: { type: string }";
    assert_snapshot!(diagnostics(&with_schemas(&schemas)), @"no diagnostics");
}

#[test]
fn a_schema_may_contain_itself() {
    let tree = "Tree: { type: object, required: [name], properties: { name: { type: string }, parts: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }";
    assert_snapshot!(diagnostics(&with_schemas(tree)), @"no diagnostics");
}

#[test]
fn an_object_that_requires_itself_is_supported() {
    let node = "Node: { type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Node' } } }";
    assert_snapshot!(diagnostics(&with_schemas(node)), @"no diagnostics");
}
