//! References.

use insta::assert_snapshot;

use crate::support::{complaints, with_parameter, with_paths, with_schemas};

#[test]
fn a_reference_leads_somewhere() {
    assert_snapshot!(complaints(&with_schemas("Item: { $ref: '#/components/schemas/Thing' }")), @"
    api.yaml:6:5: `#/components/schemas/Thing` leads nowhere (at #/components/schemas/Item)
        |     Item: { $ref: '#/components/schemas/Thing' }
        |     ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ $ref: '#/components/parameters/Sort' }")), @"
    api.yaml:8:11: `#/components/parameters/Sort` leads nowhere (at #/paths/~1items/get/parameters/0)
        |         - { $ref: '#/components/parameters/Sort' }
        |           ^
    ");
}

#[test]
fn a_reference_stays_in_the_file() {
    assert_snapshot!(complaints(&with_schemas("Item: { $ref: 'other.yaml#/Item' }")), @"
    api.yaml:6:5: `other.yaml#/Item` cannot be read: there is no such file (at #/components/schemas/Item)
        |     Item: { $ref: 'other.yaml#/Item' }
        |     ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ $ref: 'https://shop.example/parameters.yaml' }")), @"
    api.yaml:8:11: `https://shop.example/parameters.yaml` is remote, and a build must not depend on the network; store the file beside the document and refer to it by its relative path (at #/paths/~1items/get/parameters/0)
        |         - { $ref: 'https://shop.example/parameters.yaml' }
        |           ^
    ");
}

#[test]
fn references_do_not_lead_in_a_circle() {
    assert_snapshot!(complaints(&with_schemas("A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }")), @"
    api.yaml:6:5: these references lead in a circle (at #/components/schemas/A)
        |     A: { $ref: '#/components/schemas/B' }
        |     ^
    api.yaml:7:5: these references lead in a circle (at #/components/schemas/B)
        |     B: { $ref: '#/components/schemas/A' }
        |     ^
    ");
    assert_snapshot!(complaints(&with_schemas("A: { $ref: '#/components/schemas/A' }")), @"
    api.yaml:6:5: these references lead in a circle (at #/components/schemas/A)
        |     A: { $ref: '#/components/schemas/A' }
        |     ^
    ");
}

#[test]
fn a_schema_refers_to_a_named_schema() {
    let schemas =
        "A: { type: object, properties: { b: { type: string } } }\nC: { $ref: '#/components/schemas/A/properties/b' }";
    assert_snapshot!(complaints(&with_schemas(schemas)), @"nothing to complain about");
}

#[test]
fn what_stands_beside_a_reference_would_be_lost() {
    let schemas = "A: { type: string }\nB: { type: object, properties: { a: { $ref: '#/components/schemas/A', nullable: true } } }";
    assert_snapshot!(complaints(&with_schemas(schemas)), @"
    api.yaml:7:75: `nullable` beside `$ref` does not count in OpenAPI 3.0; move it to what is referred to, or remove it (at #/components/schemas/B/properties/a/nullable)
        |     B: { type: object, properties: { a: { $ref: '#/components/schemas/A', nullable: true } } }
        |                                                                           ^
    ");
}

#[test]
fn a_reference_is_a_string() {
    assert_snapshot!(complaints(&with_schemas("A: { $ref: 1 }")), @"
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
    assert_snapshot!(complaints(&with_paths(paths)), @"nothing to complain about");
}

#[test]
fn a_chain_of_references_ends() {
    let mut schemas: String =
        (0..40).map(|n| format!("A{n}: {{ $ref: '#/components/schemas/A{}' }}\n", n + 1)).collect();
    schemas += "A40: { type: string }";
    assert_snapshot!(complaints(&with_schemas(&schemas)), @"nothing to complain about");
}

#[test]
fn a_schema_may_contain_itself() {
    let tree = "Tree: { type: object, required: [name], properties: { name: { type: string }, parts: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }";
    assert_snapshot!(complaints(&with_schemas(tree)), @"nothing to complain about");
}

#[test]
fn an_object_that_must_contain_itself_has_no_end() {
    let node = "Node: { type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Node' } } }";
    assert_snapshot!(complaints(&with_schemas(node)), @"nothing to complain about");
}
