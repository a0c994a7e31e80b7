//! Hints about what was meant, and every fault in one run.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_operation, with_parameter, with_paths, with_schemas};

#[test]
fn a_misspelled_keyword_is_named() {
    assert_snapshot!(diagnostics(&with_schemas("A: { type: object, require: [a], property: { a: { typ: string, maxlength: 3, nulable: true } } }")), @"
    api.yaml:6:24: `require` of a schema is not supported; did you mean `required`? (at #/components/schemas/A/require)
        |     A: { type: object, require: [a], property: { a: { typ: string, maxlength: 3, nulable: true } } }
        |                        ^
    api.yaml:6:38: `property` of a schema is not supported; did you mean `properties`? (at #/components/schemas/A/property)
        |     A: { type: object, require: [a], property: { a: { typ: string, maxlength: 3, nulable: true } } }
        |                                      ^
    ");
}

#[test]
fn a_misspelled_required_key_is_one_fault() {
    assert_snapshot!(diagnostics(&with_parameter("{ name: q, in: query, shema: { type: string } }")), @"
    api.yaml:8:33: `shema` of a parameter is not supported; did you mean `schema`? (at #/paths/~1items/get/parameters/0/shema)
        |         - { name: q, in: query, shema: { type: string } }
        |                                 ^
    ");
    assert_snapshot!(diagnostics(&with_paths("/ping: { get: { response: { '200': { descripton: Pong. } } } }")), @"
    api.yaml:4:19: `response` of an operation is not supported; did you mean `responses`? (at #/paths/~1ping/get/response)
        |   /ping: { get: { response: { '200': { descripton: Pong. } } } }
        |                   ^
    ");
}

#[test]
fn a_misspelled_extension_is_named() {
    assert_snapshot!(diagnostics(&with_schemas("A: { type: object, x-dropspec-tabel: { name: a, key: id } }")), @"
    api.yaml:6:24: `x-dropspec-tabel` of a schema is not supported; did you mean `x-dropspec-table`? (at #/components/schemas/A/x-dropspec-tabel)
        |     A: { type: object, x-dropspec-tabel: { name: a, key: id } }
        |                        ^
    ");
    assert_snapshot!(diagnostics(&with_paths("/ping: { get: { x-dropspec-operations: import, responses: { '204': { description: . } } } }")), @"
    api.yaml:4:19: `x-dropspec-operations` of an operation is not supported; did you mean `x-dropspec-operation`? (at #/paths/~1ping/get/x-dropspec-operations)
        |   /ping: { get: { x-dropspec-operations: import, responses: { '204': { description: . } } } }
        |                   ^
    ");
}

#[test]
fn an_extension_of_another_object_is_rejected() {
    assert_snapshot!(diagnostics(&with_paths("/ping: { x-dropspec-page: true, get: { responses: { '204': { description: . } } } }")), @"
    api.yaml:4:12: `x-dropspec-page` of a path is not supported (at #/paths/~1ping/x-dropspec-page)
        |   /ping: { x-dropspec-page: true, get: { responses: { '204': { description: . } } } }
        |            ^
    ");
}

#[test]
fn keys_of_a_schema_belong_into_it() {
    assert_snapshot!(diagnostics(&with_parameter("{ name: q, in: query, type: string, schema: { type: string } }")), @"
    api.yaml:8:33: `type` of a parameter is not supported; move it into `schema` (at #/paths/~1items/get/parameters/0/type)
        |         - { name: q, in: query, type: string, schema: { type: string } }
        |                                 ^
    ");
}

#[test]
fn keys_of_newer_versions_are_recognized() {
    assert_snapshot!(diagnostics(&with_schemas("A: { const: 1 }\nB: { if: {}, then: {} }")), @"
    api.yaml:6:10: `const` of a schema is not supported; write an `enum` of one value (at #/components/schemas/A/const)
        |     A: { const: 1 }
        |          ^
    api.yaml:7:10: `if` of a schema is not supported; OpenAPI 3.1 has it, 3.0 does not (at #/components/schemas/B/if)
        |     B: { if: {}, then: {} }
        |          ^
    api.yaml:7:18: `then` of a schema is not supported; OpenAPI 3.1 has it, 3.0 does not (at #/components/schemas/B/then)
        |     B: { if: {}, then: {} }
        |                  ^
    ");
}

#[test]
fn names_that_are_unlike_have_no_hint() {
    assert_snapshot!(diagnostics(&with_schemas("A: { unrelated: 1 }")), @"
    api.yaml:6:10: `unrelated` of a schema is not supported (at #/components/schemas/A/unrelated)
        |     A: { unrelated: 1 }
        |          ^
    ");
}

#[test]
fn every_part_of_an_operation_is_read() {
    let operation = "x-dropspec-operaton: list
parameters:
  - { name: id, in: path, require: true, schema: { type: int } }
  - { name: q, in: quer, schema: { type: string } }
requestBody: { content: { json: { schema: { type: strng } } } }
responses:
  4xx: { description: Bad., headers: { X-A: { schema: { type: bool } } } }
  '200': { description: 2024, content: { application/json: { schema: { type: list, minItems: -1 } } } }";
    assert_snapshot!(diagnostics(&with_operation(operation)), @r#"
    api.yaml:6:7: `x-dropspec-operaton` of an operation is not supported; did you mean `x-dropspec-operation`? (at #/paths/~1items~1{id}/get/x-dropspec-operaton)
        |       x-dropspec-operaton: list
        |       ^
    api.yaml:8:33: `require` of a parameter is not supported; did you mean `required`? (at #/paths/~1items~1{id}/get/parameters/0/require)
        |         - { name: id, in: path, require: true, schema: { type: int } }
        |                                 ^
    api.yaml:8:58: `int` is not a type; write `integer` (at #/paths/~1items~1{id}/get/parameters/0/schema/type)
        |         - { name: id, in: path, require: true, schema: { type: int } }
        |                                                          ^
    api.yaml:9:22: invalid `in`: `quer`; use path, query, header or cookie (at #/paths/~1items~1{id}/get/parameters/1/in)
        |         - { name: q, in: quer, schema: { type: string } }
        |                      ^
    api.yaml:10:33: `json` is not a media type (at #/paths/~1items~1{id}/get/requestBody/content/json)
        |       requestBody: { content: { json: { schema: { type: strng } } } }
        |                                 ^
    api.yaml:10:51: `strng` is not a type; write `string` (at #/paths/~1items~1{id}/get/requestBody/content/json/schema/type)
        |       requestBody: { content: { json: { schema: { type: strng } } } }
        |                                                   ^
    api.yaml:12:9: invalid status `4xx`; write `4XX` (at #/paths/~1items~1{id}/get/responses/4xx)
        |         4xx: { description: Bad., headers: { X-A: { schema: { type: bool } } } }
        |         ^
    api.yaml:12:63: `bool` is not a type; write `boolean` (at #/paths/~1items~1{id}/get/responses/4xx/headers/X-A/schema/type)
        |         4xx: { description: Bad., headers: { X-A: { schema: { type: bool } } } }
        |                                                               ^
    api.yaml:13:18: `description` must be a string; put it in quotes: `"2024"` (at #/paths/~1items~1{id}/get/responses/200/description)
        |         '200': { description: 2024, content: { application/json: { schema: { type: list, minItems: -1 } } } }
        |                  ^
    api.yaml:13:78: `list` is not a type; write `array` (at #/paths/~1items~1{id}/get/responses/200/content/application~1json/schema/type)
        |         '200': { description: 2024, content: { application/json: { schema: { type: list, minItems: -1 } } } }
        |                                                                              ^
    api.yaml:13:90: `minItems` must be a whole number that is not negative (at #/paths/~1items~1{id}/get/responses/200/content/application~1json/schema/minItems)
        |         '200': { description: 2024, content: { application/json: { schema: { type: list, minItems: -1 } } } }
        |                                                                                          ^
    "#);
}

#[test]
fn every_part_of_a_schema_is_read() {
    let schema = "A:
  type: int
  minimum: low
  exclusiveMaximum: true
  properties: { a: { type: strng }, b: { items: { type: dict } } }
  allOf: [{ type: str }]";
    assert_snapshot!(diagnostics(&with_schemas(schema)), @"
    api.yaml:7:7: `int` is not a type; write `integer` (at #/components/schemas/A/type)
        |       type: int
        |       ^
    api.yaml:8:7: `minimum` must be a number (at #/components/schemas/A/minimum)
        |       minimum: low
        |       ^
    api.yaml:9:7: `exclusiveMaximum` has no effect without `maximum` (at #/components/schemas/A/exclusiveMaximum)
        |       exclusiveMaximum: true
        |       ^
    api.yaml:10:26: `strng` is not a type; write `string` (at #/components/schemas/A/properties/a/type)
        |       properties: { a: { type: strng }, b: { items: { type: dict } } }
        |                          ^
    api.yaml:10:55: `dict` is not a type; write `object` (at #/components/schemas/A/properties/b/items/type)
        |       properties: { a: { type: strng }, b: { items: { type: dict } } }
        |                                                       ^
    api.yaml:11:17: `str` is not a type; write `string` (at #/components/schemas/A/allOf/0/type)
        |       allOf: [{ type: str }]
        |                 ^
    ");
}

#[test]
fn values_of_another_kind_have_hints() {
    let schemas = "A: { type: [string, 'null'] }
B: { type: [string, integer] }
C: { exclusiveMinimum: 5 }
D: { properties: { a: { type: string, required: true } } }
E: { title: Null, description: 1.10 }";
    assert_snapshot!(diagnostics(&with_schemas(schemas)), @"
    api.yaml:6:10: `type` must be a string; write one type, and `nullable: true` (at #/components/schemas/A/type)
        |     A: { type: [string, 'null'] }
        |          ^
    api.yaml:7:10: `type` must be a string; write a schema per type in `oneOf` (at #/components/schemas/B/type)
        |     B: { type: [string, integer] }
        |          ^
    api.yaml:8:10: `exclusiveMinimum` must be true or false; write `minimum: 5` and `exclusiveMinimum: true` (at #/components/schemas/C/exclusiveMinimum)
        |     C: { exclusiveMinimum: 5 }
        |          ^
    api.yaml:9:43: an array is expected here; list the property in `required` of the object that has it (at #/components/schemas/D/properties/a/required)
        |     D: { properties: { a: { type: string, required: true } } }
        |                                           ^
    api.yaml:10:10: `title` must be a string; put it in quotes (at #/components/schemas/E/title)
        |     E: { title: Null, description: 1.10 }
        |          ^
    api.yaml:10:23: `description` must be a string; put it in quotes (at #/components/schemas/E/description)
        |     E: { title: Null, description: 1.10 }
        |                       ^
    ");
}

#[test]
fn a_path_that_refers_to_another_repeats_its_operations() {
    let paths =
        "/a: { get: { operationId: a, responses: { '204': { description: . } } } }\n/b: { $ref: '#/paths/~1a' }";
    assert_snapshot!(diagnostics(&with_paths(paths)), @"
    api.yaml:4:9: operationId `a` of GET /b is already used by GET /a (at #/paths/~1a/get)
        |   /a: { get: { operationId: a, responses: { '204': { description: . } } } }
        |         ^
    ");
}
