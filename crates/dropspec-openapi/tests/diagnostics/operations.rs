//! Operations.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_operation, with_paths};

#[test]
fn an_operation_has_an_id() {
    assert_snapshot!(diagnostics(&with_paths("/items:\n  get: { responses: { '204': { description: None. } } }")), @"no diagnostics");
}

#[test]
fn an_operation_has_responses() {
    assert_snapshot!(diagnostics(&with_paths("/items:\n  get: { operationId: list }")), @"
    api.yaml:5:5: `responses` is missing (at #/paths/~1items/get)
        |     get: { operationId: list }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_paths("/items:\n  get: { operationId: list, responses: {} }")), @"
    api.yaml:5:31: an operation must have at least one response (at #/paths/~1items/get/responses)
        |     get: { operationId: list, responses: {} }
        |                               ^
    ");
}

#[test]
fn names_of_operations_are_unique() {
    let paths = "/a: { get: { operationId: get, responses: { '204': { description: None. } } } }
/b: { get: { operationId: get, responses: { '204': { description: None. } } } }";
    assert_snapshot!(diagnostics(&with_paths(paths)), @"
    api.yaml:5:9: operationId `get` of GET /b is already used by GET /a (at #/paths/~1b/get)
        |   /b: { get: { operationId: get, responses: { '204': { description: None. } } } }
        |         ^
    ");
}

#[test]
fn unknown_keys_are_rejected() {
    let keys = "operationid: get\noperationId: get\nparameters: []\nresponses: {}";
    assert_snapshot!(diagnostics(&with_operation(keys)), @"
    api.yaml:6:7: `operationid` of an operation is not supported; did you mean `operationId`? (at #/paths/~1items~1{id}/get/operationid)
        |       operationid: get
        |       ^
    api.yaml:9:7: an operation must have at least one response (at #/paths/~1items~1{id}/get/responses)
        |       responses: {}
        |       ^
    ");
}

#[test]
fn extensions_are_allowed_except_those_of_the_generator_itself() {
    let keys = "x-internal: true\nx-dropspec-table: items\noperationId: get\nresponses: {}";
    assert_snapshot!(diagnostics(&with_operation(keys)), @"
    api.yaml:5:5: path parameter `id` is not described (at #/paths/~1items~1{id}/get)
        |     get:
        |     ^
    api.yaml:7:7: `x-dropspec-table` of an operation is not supported (at #/paths/~1items~1{id}/get/x-dropspec-table)
        |       x-dropspec-table: items
        |       ^
    api.yaml:9:7: an operation must have at least one response (at #/paths/~1items~1{id}/get/responses)
        |       responses: {}
        |       ^
    ");
}

#[test]
fn a_body_is_limited_to_a_number_of_bytes() {
    let body = |most: &str| {
        let content = "content: { application/json: { schema: { type: integer } } }";
        let body = format!("requestBody: {{ x-dropspec-max-body: {most}, {content} }}");
        with_paths(&format!(
            "/items: {{ post: {{ operationId: add, {body}, responses: {{ '204': {{ description: None. }} }} }} }}"
        ))
    };
    for (most, diagnostic) in
        [("0", "must be a number of bytes"), ("-1", "a whole number"), ("1 MiB", "a whole number")]
    {
        let found = diagnostics(&body(most));
        assert!(found.contains(diagnostic) && found.contains("requestBody/x-dropspec-max-body"), "{found}");
    }
}

#[test]
fn a_tag_is_a_string() {
    let path = "/items:\n  get: { operationId: list, tags: [1], responses: { '204': { description: None. } } }";
    assert_snapshot!(diagnostics(&with_paths(path)), @r#"
    api.yaml:5:38: a string is expected here; put it in quotes: `"1"` (at #/paths/~1items/get/tags/0)
        |     get: { operationId: list, tags: [1], responses: { '204': { description: None. } } }
        |                                      ^
    "#);
}

#[test]
fn errors_of_several_operations_and_schemas_are_reported_together() {
    let document = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /a: { get: { responses: { '204': { description: None. } } } }
  /b: { get: { operationId: b } }
  /c: { get: { operationId: c, responses: { '204': { description: None. } } } }
  /d: { get: { operationId: c, responses: { '204': { description: None. } } } }
components:
  schemas:
    One: { type: string, minLenght: 1, maxlength: 2 }
    Two: { type: array, minItems: -1 }
";
    assert_snapshot!(diagnostics(document), @"
    api.yaml:5:9: `responses` is missing (at #/paths/~1b/get)
        |   /b: { get: { operationId: b } }
        |         ^
    api.yaml:7:9: operationId `c` of GET /d is already used by GET /c (at #/paths/~1d/get)
        |   /d: { get: { operationId: c, responses: { '204': { description: None. } } } }
        |         ^
    api.yaml:10:26: `minLenght` of a schema is not supported; did you mean `minLength`? (at #/components/schemas/One/minLenght)
        |     One: { type: string, minLenght: 1, maxlength: 2 }
        |                          ^
    api.yaml:10:40: `maxlength` of a schema is not supported; did you mean `maxLength`? (at #/components/schemas/One/maxlength)
        |     One: { type: string, minLenght: 1, maxlength: 2 }
        |                                        ^
    api.yaml:11:25: `minItems` must be a whole number that is not negative (at #/components/schemas/Two/minItems)
        |     Two: { type: array, minItems: -1 }
        |                         ^
    ");
}

#[test]
fn an_operation_is_not_a_reference() {
    let document = with_paths(
        "/a: { get: { $ref: '#/paths/~1b/get' } }\n/b: { get: { responses: { '204': { description: . } } } }",
    );
    let found = diagnostics(&document);
    assert!(
        found.lines().count() == 3 && found.contains("an operation cannot be a reference; write it out here"),
        "{found}"
    );
}
