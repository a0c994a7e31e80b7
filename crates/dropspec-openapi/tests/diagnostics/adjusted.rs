//! Parts of valid documents that have no effect: warnings, not errors.

use dropspec_openapi::source::Source;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{diagnostics, with_parameter, with_paths, with_schemas};

/// The schema `Item` as the generator sees it.
fn adjusted(schemas: &str) -> Value {
    let source = Source::parse("api.yaml".as_ref(), &with_schemas(schemas)).unwrap();
    source.value()["components"]["schemas"]["Item"].clone()
}

#[test]
fn equal_warnings_are_counted() {
    let schemas = "A: { type: string }\nItem: { type: object, properties: { a: { $ref: '#/components/schemas/A', title: A }, b: { $ref: '#/components/schemas/A', title: B }, c: { $ref: '#/components/schemas/A', title: C } } }";
    assert_snapshot!(diagnostics(&with_schemas(schemas)), @"
    api.yaml:7:78: warning: `title` beside `$ref` has no effect: OpenAPI 3.0 ignores it (and 2 more occurrences) (at #/components/schemas/Item/properties/a/title)
        |     Item: { type: object, properties: { a: { $ref: '#/components/schemas/A', title: A }, b: { $ref: '#/components/schemas/A', title: B }, c: { $ref: '#/components/schemas/A', title: C } } }
        |                                                                              ^
    ");
}

#[test]
fn a_property_may_be_named_like_a_reference() {
    let schemas = "Item: { type: object, properties: { $ref: { type: string, description: A reference. } }, example: { $ref: a, b: c } }";
    assert_snapshot!(diagnostics(&with_schemas(schemas)), @"no diagnostics");
}

#[test]
fn siblings_are_ignored_at_every_reference() {
    let operation = "responses: { '200': { $ref: '#/components/responses/Done', description: Done. } }, parameters: [ { $ref: '#/components/parameters/Page', required: true } ]";
    let components = "components:\n  responses: { Done: { description: . } }\n  parameters: { Page: { name: page, in: query, schema: { type: integer } } }\n";
    assert_snapshot!(diagnostics(&(with_paths(&format!("/a: {{ get: {{ {operation} }} }}")) + components)), @"
    api.yaml:4:75: warning: `description` beside `$ref` has no effect: OpenAPI 3.0 ignores it (at #/paths/~1a/get/responses/200/description)
        |   /a: { get: { responses: { '200': { $ref: '#/components/responses/Done', description: Done. } }, parameters: [ { $ref: '#/components/parameters/Page', required: true } ] } }
        |                                                                           ^
    api.yaml:4:153: warning: `required` beside `$ref` has no effect: OpenAPI 3.0 ignores it (at #/paths/~1a/get/parameters/0/required)
        |   /a: { get: { responses: { '200': { $ref: '#/components/responses/Done', description: Done. } }, parameters: [ { $ref: '#/components/parameters/Page', required: true } ] } }
        |                                                                                                                                                         ^
    ");
}

#[test]
fn servers_of_paths_and_operations_have_no_effect() {
    let operation = "{ servers: [ { url: https://a.example/v2 } ], responses: { '204': { description: None. } } }";
    assert_snapshot!(diagnostics(&with_paths(&format!("/a: {{ servers: [], get: {operation}, put: {operation} }}"))), @"
    api.yaml:4:9: warning: `servers` of a path have no effect: this service serves all paths, at the base path of the document (at #/paths/~1a/servers)
        |   /a: { servers: [], get: { servers: [ { url: https://a.example/v2 } ], responses: { '204': { description: None. } } }, put: { servers: [ { url: https://a.example/v2 } ], responses: { '204': { description: None. } } } }
        |         ^
    api.yaml:4:29: warning: `servers` of an operation have no effect: this service serves all paths, at the base path of the document (and 1 more occurrence) (at #/paths/~1a/get/servers)
        |   /a: { servers: [], get: { servers: [ { url: https://a.example/v2 } ], responses: { '204': { description: None. } } }, put: { servers: [ { url: https://a.example/v2 } ], responses: { '204': { description: None. } } } }
        |                             ^
    ");
}

#[test]
fn informational_responses_and_bodies_of_empty_ones_have_no_effect() {
    let content = "content: { application/json: { schema: { type: string } } }";
    let responses = format!(
        "{{ '101': {{ description: . }}, '204': {{ description: ., {content} }}, '304': {{ $ref: '#/components/responses/Same' }} }}"
    );
    let document = with_paths(&format!("/a: {{ get: {{ responses: {responses} }} }}"));
    assert_snapshot!(diagnostics(&format!("{document}components: {{ responses: {{ Same: {{ description: ., {content} }} }} }}\n")), @"
    api.yaml:4:81: warning: `content` of the response 204 has no effect: it never has a body (at #/paths/~1a/get/responses/204/content)
        |   /a: { get: { responses: { '101': { description: . }, '204': { description: ., content: { application/json: { schema: { type: string } } } }, '304': { $ref: '#/components/responses/Same' } } } }
        |                                                                                 ^
    api.yaml:4:144: warning: `content` of the response 304 has no effect: it never has a body (at #/paths/~1a/get/responses/304)
        |   /a: { get: { responses: { '101': { description: . }, '204': { description: ., content: { application/json: { schema: { type: string } } } }, '304': { $ref: '#/components/responses/Same' } } } }
        |                                                                                                                                                ^
    api.yaml:4:29: warning: informational responses have no effect: they are not final (at #/paths/~1a/get/responses/101)
        |   /a: { get: { responses: { '101': { description: . }, '204': { description: ., content: { application/json: { schema: { type: string } } } }, '304': { $ref: '#/components/responses/Same' } } } }
        |                             ^
    ");
}

#[test]
fn values_of_an_enum_that_match_nothing_are_removed() {
    assert_snapshot!(diagnostics(&with_schemas("Item: { type: string, enum: [a, 1, null, a] }")), @"
    api.yaml:6:46: warning: this value of `enum` is a duplicate (at #/components/schemas/Item/enum/3)
        |     Item: { type: string, enum: [a, 1, null, a] }
        |                                              ^
    api.yaml:6:40: warning: this value of `enum` matches nothing: it is not of the type `string`; add `nullable: true` to allow null (at #/components/schemas/Item/enum/2)
        |     Item: { type: string, enum: [a, 1, null, a] }
        |                                        ^
    api.yaml:6:37: warning: this value of `enum` matches nothing: it is not of the type `string`; put it in quotes (at #/components/schemas/Item/enum/1)
        |     Item: { type: string, enum: [a, 1, null, a] }
        |                                     ^
    ");
    assert_eq!(adjusted("Item: { type: string, enum: [a, 1, null, a] }"), json!({ "type": "string", "enum": ["a"] }));
    assert_eq!(adjusted("Item: { type: integer, enum: [a, b] }"), json!({ "type": "integer", "enum": ["a", "b"] }));
    assert_snapshot!(diagnostics(&with_schemas("Item: { type: array, items: { type: string }, enum: [a] }")), @"
    api.yaml:6:58: warning: this value of `enum` matches nothing: it is not of the type `array`; move `enum` into `items` if it lists the items (at #/components/schemas/Item/enum/0)
        |     Item: { type: array, items: { type: string }, enum: [a] }
        |                                                          ^
    ");
}

#[test]
fn plain_defaults_are_converted() {
    for (schema, default) in [
        ("type: integer, default: '100'", json!(100)),
        ("type: number, default: '1.5'", json!(1.5)),
        ("type: boolean, default: 'false'", json!(false)),
        ("type: boolean, default: 'True'", json!(true)),
        ("type: string, default: 100", json!("100")),
        ("type: string, default: true", json!("true")),
        ("type: string, enum: ['1', '2'], default: 2", json!("2")),
        ("type: integer, default: ten", Value::Null),
        ("type: integer, maximum: 9, default: '10'", Value::Null),
        ("type: string, default: null", Value::Null),
        ("type: array, items: { type: string }, default: a", Value::Null),
    ] {
        assert_eq!(adjusted(&format!("Item: {{ {schema} }}"))["default"], default, "{schema}");
    }
}

#[test]
fn a_reference_with_annotations_is_that_reference() {
    let item =
        |schema: &str| adjusted(&format!("A: {{ type: string, enum: [a, b] }}\nB: {{ type: object }}\nItem: {schema}"));
    let a = json!({ "$ref": "#/components/schemas/A" });
    assert_eq!(item("{ allOf: [ { $ref: '#/components/schemas/A' } ], description: An A. }"), a);
    assert_eq!(item("{ allOf: [ { $ref: '#/components/schemas/A' }, { title: A, nullable: true } ] }"), a);
    assert_eq!(item("{ allOf: [ { $ref: '#/components/schemas/A' }, {} ], x-order: 1 }"), a);
    let only = item("{ allOf: [ { $ref: '#/components/schemas/A' }, { description: An A. } ], readOnly: true }");
    assert_eq!(only, json!({ "allOf": [a], "readOnly": true }));
    let with_default = item("{ allOf: [ { $ref: '#/components/schemas/A' } ], default: b }");
    assert_eq!(with_default, json!({ "type": "string", "enum": ["a", "b"], "default": "b" }));
    assert_eq!(item("{ allOf: [ { $ref: '#/components/schemas/A' } ], default: c }"), a);
    let b = json!({ "$ref": "#/components/schemas/B" });
    assert_eq!(item("{ allOf: [ { $ref: '#/components/schemas/B' } ], default: {} }"), b);
    assert_snapshot!(diagnostics(&with_schemas("B: { type: object }\nItem: { allOf: [ { $ref: '#/components/schemas/B' } ], default: {} }")), @"
    api.yaml:7:60: warning: `default` beside `allOf` has no effect; move it into the schema that `allOf` refers to (at #/components/schemas/Item/default)
        |     Item: { allOf: [ { $ref: '#/components/schemas/B' } ], default: {} }
        |                                                            ^
    ");
}

#[test]
fn integers_beyond_64_bits_are_doubles() {
    let parameter = "{ name: n, in: query, schema: { type: integer, minimum: -9223372036854776000, example: 123456789012345678901234567890 } }";
    assert_snapshot!(diagnostics(&with_parameter(parameter)), @"no diagnostics");
    let parameter = "{ name: n, in: query, schema: { type: integer, minimum: 0, maximum: 18446744073709551615 } }";
    assert_snapshot!(diagnostics(&with_parameter(parameter)), @"
    api.yaml:8:70: warning: this `maximum` has no effect: integers beyond 64 bits are rejected (at #/paths/~1items/get/parameters/0/schema/maximum)
        |         - { name: n, in: query, schema: { type: integer, minimum: 0, maximum: 18446744073709551615 } }
        |                                                                      ^
    ");
}

#[test]
fn patterns_of_other_dialects_are_not_checked() {
    assert_snapshot!(diagnostics(&with_schemas(r"Item: { type: string, pattern: '(?i)^abc$' }")), @"
    api.yaml:6:27: warning: the pattern `(?i)^abc$` is not a valid ECMA-262 regular expression; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '(?i)^abc$' }
        |                           ^
    ");
    assert_snapshot!(diagnostics(&with_schemas(r"Item: { type: string, pattern: '^\S{1,8192}$' }")), @r"
    api.yaml:6:27: warning: the pattern `^\S{1,8192}$` cannot be compiled: it is too large; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '^\S{1,8192}$' }
        |                           ^
    ");
    assert_snapshot!(diagnostics(&with_schemas(r"Item: { type: string, pattern: '^(?!\uD83D\uDE00)[\uD800-\uDBFF]' }")), @r"
    api.yaml:6:27: warning: the pattern `^(?!\uD83D\uDE00)[\uD800-\uDBFF]` cannot be compiled: Parsing error at position 6: Invalid codepoint for hex or unicode escape; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '^(?!\uD83D\uDE00)[\uD800-\uDBFF]' }
        |                           ^
    ");
}

#[test]
fn nullable_without_a_type_has_no_effect() {
    assert_snapshot!(diagnostics(&with_schemas("A: { type: string }\nItem: { nullable: true, oneOf: [ { $ref: '#/components/schemas/A' } ] }")), @"
    api.yaml:7:13: warning: `nullable` has no effect without `type` in the same schema (at #/components/schemas/Item/nullable)
        |     Item: { nullable: true, oneOf: [ { $ref: '#/components/schemas/A' } ] }
        |             ^
    ");
}
