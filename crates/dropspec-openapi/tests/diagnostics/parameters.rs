//! Parameters.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_operation, with_parameter};

const RESPONSES: &str = "responses: { '204': { description: None. } }";

#[test]
fn a_parameter_of_the_path_is_described() {
    assert_snapshot!(diagnostics(&with_operation(&format!("operationId: get\n{RESPONSES}"))), @"
    api.yaml:5:5: path parameter `id` is not described (at #/paths/~1items~1{id}/get)
        |     get:
        |     ^
    ");
}

#[test]
fn a_parameter_of_the_path_is_in_the_path() {
    let keys = "operationId: get
parameters:
  - { name: id, in: path, required: true, schema: { type: string } }
  - { name: item, in: path, required: true, schema: { type: string } }";
    assert_snapshot!(diagnostics(&with_operation(&format!("{keys}\n{RESPONSES}"))), @"
    api.yaml:9:11: the path /items/{id} does not contain `{item}` (at #/paths/~1items~1{id}/get/parameters/1)
        |         - { name: item, in: path, required: true, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn a_parameter_of_the_path_is_required() {
    let keys = "operationId: get\nparameters:\n  - { name: id, in: path, schema: { type: string } }";
    assert_snapshot!(diagnostics(&with_operation(&format!("{keys}\n{RESPONSES}"))), @"
    api.yaml:8:11: a path parameter must be `required: true` (at #/paths/~1items~1{id}/get/parameters/0)
        |         - { name: id, in: path, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn a_parameter_has_a_valid_location() {
    for place in ["query", "header", "cookie"] {
        let parameter = format!("{{ name: trace, in: {place}, schema: {{ type: string }} }}");
        assert_eq!(diagnostics(&with_parameter(&parameter)), "no diagnostics");
    }
    assert_snapshot!(diagnostics(&with_parameter("{ name: trace, in: body, schema: { type: string } }")), @"
    api.yaml:8:26: invalid `in`: `body`; use path, query, header or cookie (at #/paths/~1items/get/parameters/0/in)
        |         - { name: trace, in: body, schema: { type: string } }
        |                          ^
    ");
}

#[test]
fn accept_content_type_and_authorization_are_not_parameters() {
    // Their schemas are not even looked at.
    for name in ["Accept", "content-type", "AUTHORIZATION"] {
        let parameter = format!("{{ name: {name}, in: header, schema: {{ type: text }} }}");
        let found = diagnostics(&with_parameter(&parameter));
        let warning = format!("warning: the header parameter `{name}` has no effect: ");
        assert!(found.lines().count() == 3 && found.contains(&warning), "{found}");
    }
    let query = "{ name: Accept, in: query, schema: { type: string } }";
    assert_eq!(diagnostics(&with_parameter(query)), "no diagnostics");
}

#[test]
fn a_parameter_has_a_name_a_location_and_a_schema() {
    assert_snapshot!(diagnostics(&with_parameter("{ in: query, schema: { type: string } }")), @"
    api.yaml:8:11: `name` is missing (at #/paths/~1items/get/parameters/0)
        |         - { in: query, schema: { type: string } }
        |           ^
    ");
    assert_snapshot!(diagnostics(&with_parameter("{ name: sort, schema: { type: string } }")), @"
    api.yaml:8:11: `in` is missing (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, schema: { type: string } }
        |           ^
    ");
    assert_snapshot!(diagnostics(&with_parameter("{ name: sort, in: query }")), @"
    api.yaml:8:11: a parameter must have either `schema` or `content` (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query }
        |           ^
    ");
}

#[test]
fn unknown_keys_are_rejected() {
    assert_snapshot!(diagnostics(&with_parameter("{ name: sort, in: query, require: true, schema: { type: string } }")), @"
    api.yaml:8:36: `require` of a parameter is not supported; did you mean `required`? (at #/paths/~1items/get/parameters/0/require)
        |         - { name: sort, in: query, require: true, schema: { type: string } }
        |                                    ^
    ");
}

#[test]
fn allow_empty_value_is_for_optional_query_parameters() {
    let parameter =
        |keys: &str| diagnostics(&with_parameter(&format!("{{ name: sort, {keys}, schema: {{ type: integer }} }}")));
    assert_snapshot!(parameter("in: query, allowEmptyValue: true"), @"no diagnostics");
    assert_snapshot!(parameter("in: query, allowEmptyValue: true, required: true"), @"
    api.yaml:8:36: `allowEmptyValue` is only allowed for optional query parameters (at #/paths/~1items/get/parameters/0/allowEmptyValue)
        |         - { name: sort, in: query, allowEmptyValue: true, required: true, schema: { type: integer } }
        |                                    ^
    ");
    assert_snapshot!(parameter("in: header, allowEmptyValue: true"), @"
    api.yaml:8:37: `allowEmptyValue` is only allowed for optional query parameters (at #/paths/~1items/get/parameters/0/allowEmptyValue)
        |         - { name: sort, in: header, allowEmptyValue: true, schema: { type: integer } }
        |                                     ^
    ");
}

#[test]
fn a_parameter_is_a_scalar_an_array_or_an_object() {
    let parameter =
        |schema: &str| diagnostics(&with_parameter(&format!("{{ name: sort, in: query, schema: {schema} }}")));
    for schema in [
        "{ type: array, items: { type: string } }",
        "{ type: string, nullable: true }",
        "{ type: object, properties: { a: { type: integer } } }",
        "{ oneOf: [{ type: string }, { type: integer }] }",
        "{}",
    ] {
        assert_eq!(parameter(schema), "no diagnostics", "{schema}");
    }
    assert_snapshot!(parameter("{ type: array, items: { type: array, items: { type: string } } }"), @"
    api.yaml:8:11: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, schema: { type: array, items: { type: array, items: { type: string } } } }
        |           ^
    ");
    assert_snapshot!(parameter("{ type: object, properties: { a: { type: object } } }"), @"
    api.yaml:8:11: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, schema: { type: object, properties: { a: { type: object } } } }
        |           ^
    ");
    assert_snapshot!(parameter("{ type: object }"), @"no diagnostics");
    assert_snapshot!(parameter("{ oneOf: [{ type: string }, { type: array, items: { type: string } }] }"), @"no diagnostics");
}

#[test]
fn a_parameter_has_a_style_of_its_location() {
    let parameter = |keys: &str| diagnostics(&with_parameter(&format!("{{ name: sort, {keys} }}")));
    let list = "schema: { type: array, items: { type: string } }";
    assert_snapshot!(parameter("in: query, style: spaceDelimited, schema: { type: string }"), @"no diagnostics");
    assert_snapshot!(parameter(&format!("in: query, style: pipeDelimited, {list}")), @"no diagnostics");
    assert_snapshot!(parameter(&format!("in: query, style: simple, {list}")), @"
    api.yaml:8:36: style `simple` is not allowed here; use form, spaceDelimited, pipeDelimited, deepObject (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, style: simple, schema: { type: array, items: { type: string } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("in: query, style: spaced, {list}")), @"
    api.yaml:8:36: style `spaced` is not allowed here; use form, spaceDelimited, pipeDelimited, deepObject (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, style: spaced, schema: { type: array, items: { type: string } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("in: query, style: deepObject, {list}")), @"no diagnostics");
    assert_snapshot!(parameter(&format!("in: header, style: form, {list}")), @"
    api.yaml:8:37: style `form` is not allowed here; use simple (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: header, style: form, schema: { type: array, items: { type: string } } }
        |                                     ^
    ");
    assert_snapshot!(parameter(&format!("in: cookie, {list}")), @"no diagnostics");
    assert_snapshot!(parameter(&format!("in: cookie, explode: false, {list}")), @"no diagnostics");
}

#[test]
fn values_that_their_style_does_not_define_are_deep() {
    let parameter = |schema: &str| diagnostics(&with_parameter(&format!("{{ name: sort, in: query, {schema} }}")));
    assert_snapshot!(parameter("schema: { type: array, items: { type: object } }"), @"
    api.yaml:8:11: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, schema: { type: array, items: { type: object } } }
        |           ^
    ");
    assert_snapshot!(parameter("style: form, schema: { type: object, properties: { a: { type: array, items: {} } } }"), @"
    api.yaml:8:11: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, style: form, schema: { type: object, properties: { a: { type: array, items: {} } } } }
        |           ^
    ");
    assert_snapshot!(parameter("schema: { oneOf: [ { type: integer }, { type: object } ] }"), @"
    api.yaml:8:11: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, schema: { oneOf: [ { type: integer }, { type: object } ] } }
        |           ^
    ");
    assert_snapshot!(parameter("style: deepObject, schema: { type: integer }"), @"
    api.yaml:8:11: warning: the style `deepObject` has no effect on values that are neither arrays nor objects (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, style: deepObject, schema: { type: integer } }
        |           ^
    ");
    let header =
        with_parameter("{ name: sort, in: header, schema: { anyOf: [ { type: string }, { type: object } ] } }");
    assert_snapshot!(diagnostics(&header), @"
    api.yaml:8:11: warning: the style of this parameter does not define how values that may be objects or something else are written; objects are not read (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: header, schema: { anyOf: [ { type: string }, { type: object } ] } }
        |           ^
    ");
}

#[test]
fn kinds_of_recursive_schemas_are_found_in_bounded_time() {
    let branches = "{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }";
    let recursive = |name: &str| {
        format!(
            "    {name}: {{ anyOf: [ {{ type: string }}, {{ type: array, items: {{ anyOf: [ {branches} ] }} }} ] }}\n"
        )
    };
    let document = with_parameter("{ name: a, in: query, schema: { $ref: '#/components/schemas/A' } }");
    let document = format!("{document}components:\n  schemas:\n{}{}", recursive("A"), recursive("B"));
    assert!(diagnostics(&document).contains("read in the style `deepObject`"));
}

#[test]
fn the_content_of_a_parameter_is_json_or_text() {
    let parameter = |keys: &str| diagnostics(&with_parameter(&format!("{{ name: sort, in: query, {keys} }}")));
    let json = "application/json: { schema: { type: array, items: { type: object } } }";
    assert_snapshot!(parameter(&format!("content: {{ {json} }}")), @"no diagnostics");
    assert_snapshot!(parameter(&format!("content: {{ {json}, application/hal+json: {{ schema: {{}} }} }}")), @"
    api.yaml:8:36: the `content` of a parameter must be one media type with a schema, of JSON or text (at #/paths/~1items/get/parameters/0/content)
        |         - { name: sort, in: query, content: { application/json: { schema: { type: array, items: { type: object } } }, application/hal+json: { schema: {} } } }
        |                                    ^
    ");
    assert_snapshot!(parameter("content: { text/plain: { schema: { type: string } } }"), @"no diagnostics");
    assert_snapshot!(parameter("content: { '*/*': { schema: { type: string, format: uuid } } }"), @"no diagnostics");
    assert_snapshot!(parameter("content: { text/plain: { schema: { type: array, items: {} } } }"), @"
    api.yaml:8:36: the `content` of a parameter must be one media type with a schema, of JSON or text (at #/paths/~1items/get/parameters/0/content)
        |         - { name: sort, in: query, content: { text/plain: { schema: { type: array, items: {} } } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("content: {{ {json} }}, style: form")), @"
    api.yaml:8:121: `style` has no effect beside `content`; remove it (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, content: { application/json: { schema: { type: array, items: { type: object } } } }, style: form }
        |                                                                                                                         ^
    ");
    assert_snapshot!(parameter(&format!("content: {{ {json} }}, schema: {{ type: string }}")), @"
    api.yaml:8:11: a parameter must have either `schema` or `content` (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query, content: { application/json: { schema: { type: array, items: { type: object } } } }, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn duplicate_parameters_are_rejected() {
    let keys = "operationId: get
parameters:
  - { name: id, in: path, required: true, schema: { type: string } }
  - { name: sort, in: query, schema: { type: string } }
  - { name: sort, in: query, schema: { type: integer } }";
    assert_snapshot!(diagnostics(&with_operation(&format!("{keys}\n{RESPONSES}"))), @"
    api.yaml:10:11: duplicate parameter, already described at #/paths/~1items~1{id}/get/parameters/1 (at #/paths/~1items~1{id}/get/parameters/2)
        |         - { name: sort, in: query, schema: { type: integer } }
        |           ^
    ");
}
