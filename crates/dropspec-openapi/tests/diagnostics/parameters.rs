//! Parameters.

use insta::assert_snapshot;

use crate::support::{complaints, with_operation, with_parameter};

const ANSWERS: &str = "responses: { '204': { description: None. } }";

#[test]
fn a_parameter_of_the_path_is_described() {
    assert_snapshot!(complaints(&with_operation(&format!("operationId: get\n{ANSWERS}"))), @"
    api.yaml:5:5: the parameter `id` of the path is not described (at #/paths/~1items~1{id}/get)
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
    assert_snapshot!(complaints(&with_operation(&format!("{keys}\n{ANSWERS}"))), @"
    api.yaml:9:11: the path /items/{id} has no `{item}` (at #/paths/~1items~1{id}/get/parameters/1)
        |         - { name: item, in: path, required: true, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn a_parameter_of_the_path_is_required() {
    let keys = "operationId: get\nparameters:\n  - { name: id, in: path, schema: { type: string } }";
    assert_snapshot!(complaints(&with_operation(&format!("{keys}\n{ANSWERS}"))), @"
    api.yaml:8:11: a parameter of the path must be `required: true` (at #/paths/~1items~1{id}/get/parameters/0)
        |         - { name: id, in: path, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn a_parameter_has_a_place() {
    for place in ["query", "header", "cookie"] {
        let parameter = format!("{{ name: trace, in: {place}, schema: {{ type: string }} }}");
        assert_eq!(complaints(&with_parameter(&parameter)), "nothing to complain about");
    }
    assert_snapshot!(complaints(&with_parameter("{ name: trace, in: body, schema: { type: string } }")), @"
    api.yaml:8:26: `body` is not path, query, header or cookie (at #/paths/~1items/get/parameters/0/in)
        |         - { name: trace, in: body, schema: { type: string } }
        |                          ^
    ");
}

#[test]
fn headers_that_are_described_elsewhere_are_no_parameters() {
    // Their schemas are not even looked at.
    for name in ["Accept", "content-type", "AUTHORIZATION"] {
        let parameter = format!("{{ name: {name}, in: header, schema: {{ type: string }} }}");
        assert_eq!(complaints(&with_parameter(&parameter)), "nothing to complain about");
    }
}

#[test]
fn a_parameter_has_a_name_a_place_and_a_schema() {
    assert_snapshot!(complaints(&with_parameter("{ in: query, schema: { type: string } }")), @"
    api.yaml:8:11: `name` is missing (at #/paths/~1items/get/parameters/0)
        |         - { in: query, schema: { type: string } }
        |           ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ name: sort, schema: { type: string } }")), @"
    api.yaml:8:11: `in` is missing (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, schema: { type: string } }
        |           ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query }")), @"
    api.yaml:8:11: a parameter must have either `schema` or `content` (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: query }
        |           ^
    ");
}

#[test]
fn keys_are_spelt_right() {
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, require: true, schema: { type: string } }")), @"
    api.yaml:8:36: `require` of a parameter is not supported (at #/paths/~1items/get/parameters/0/require)
        |         - { name: sort, in: query, require: true, schema: { type: string } }
        |                                    ^
    ");
}

#[test]
fn an_empty_value_stands_for_none() {
    let parameter =
        |keys: &str| complaints(&with_parameter(&format!("{{ name: sort, {keys}, schema: {{ type: integer }} }}")));
    assert_snapshot!(parameter("in: query, allowEmptyValue: true"), @"nothing to complain about");
    assert_snapshot!(parameter("in: query, allowEmptyValue: true, required: true"), @"
    api.yaml:8:36: an empty value can stand for none only in a query, where the parameter is not required (at #/paths/~1items/get/parameters/0/allowEmptyValue)
        |         - { name: sort, in: query, allowEmptyValue: true, required: true, schema: { type: integer } }
        |                                    ^
    ");
    assert_snapshot!(parameter("in: header, allowEmptyValue: true"), @"
    api.yaml:8:37: an empty value can stand for none only in a query, where the parameter is not required (at #/paths/~1items/get/parameters/0/allowEmptyValue)
        |         - { name: sort, in: header, allowEmptyValue: true, schema: { type: integer } }
        |                                     ^
    ");
}

#[test]
fn a_parameter_is_a_value_a_list_or_an_object() {
    let parameter =
        |schema: &str| complaints(&with_parameter(&format!("{{ name: sort, in: query, schema: {schema} }}")));
    for schema in [
        "{ type: array, items: { type: string } }",
        "{ type: string, nullable: true }",
        "{ type: object, properties: { a: { type: integer } } }",
        "{ oneOf: [{ type: string }, { type: integer }] }",
        "{}",
    ] {
        assert_eq!(parameter(schema), "nothing to complain about", "{schema}");
    }
    assert_snapshot!(parameter("{ type: array, items: { type: array, items: { type: string } } }"), @"
    api.yaml:8:59: a parameter cannot have arrays or objects within another: no style says how they are written; use `content` with application/json (at #/paths/~1items/get/parameters/0/schema/items)
        |         - { name: sort, in: query, schema: { type: array, items: { type: array, items: { type: string } } } }
        |                                                           ^
    ");
    assert_snapshot!(parameter("{ type: object, properties: { a: { type: object } } }"), @"
    api.yaml:8:74: a parameter cannot have arrays or objects within another: no style says how they are written; use `content` with application/json (at #/paths/~1items/get/parameters/0/schema/properties/a)
        |         - { name: sort, in: query, schema: { type: object, properties: { a: { type: object } } } }
        |                                                                          ^
    ");
    assert_snapshot!(parameter("{ type: object }"), @"
    api.yaml:8:36: the properties of this object would be parameters of the query: name them in `properties`, or give the parameter the style `deepObject` (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, schema: { type: object } }
        |                                    ^
    ");
    assert_snapshot!(parameter("{ oneOf: [{ type: string }, { type: array, items: { type: string } }] }"), @"
    api.yaml:8:36: a parameter's values must all be plain, all be arrays or all be objects (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, schema: { oneOf: [{ type: string }, { type: array, items: { type: string } }] } }
        |                                    ^
    ");
}

#[test]
fn a_parameter_has_a_style_of_its_place() {
    let parameter = |keys: &str| complaints(&with_parameter(&format!("{{ name: sort, {keys} }}")));
    let list = "schema: { type: array, items: { type: string } }";
    assert_snapshot!(parameter("in: query, style: spaceDelimited, schema: { type: string }"), @"nothing to complain about");
    assert_snapshot!(parameter(&format!("in: query, style: pipeDelimited, {list}")), @"nothing to complain about");
    assert_snapshot!(parameter(&format!("in: query, style: simple, {list}")), @"
    api.yaml:8:36: the style `simple` is not possible here, form or spaceDelimited or pipeDelimited or deepObject is (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, style: simple, schema: { type: array, items: { type: string } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("in: query, style: spaced, {list}")), @"
    api.yaml:8:36: the style `spaced` is not possible here, form or spaceDelimited or pipeDelimited or deepObject is (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, style: spaced, schema: { type: array, items: { type: string } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("in: query, style: deepObject, {list}")), @"
    api.yaml:8:55: the style `deepObject` is for objects only (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, style: deepObject, schema: { type: array, items: { type: string } } }
        |                                                       ^
    ");
    assert_snapshot!(parameter(&format!("in: header, style: form, {list}")), @"
    api.yaml:8:37: the style `form` is not possible here, simple is (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: header, style: form, schema: { type: array, items: { type: string } } }
        |                                     ^
    ");
    assert_snapshot!(parameter(&format!("in: cookie, {list}")), @"
    api.yaml:8:11: the cookie `sort` would be several cookies; say `explode: false`, so that it is one (at #/paths/~1items/get/parameters/0)
        |         - { name: sort, in: cookie, schema: { type: array, items: { type: string } } }
        |           ^
    ");
    assert_snapshot!(parameter(&format!("in: cookie, explode: false, {list}")), @"nothing to complain about");
}

#[test]
fn the_content_of_a_parameter_is_json() {
    let parameter = |keys: &str| complaints(&with_parameter(&format!("{{ name: sort, in: query, {keys} }}")));
    let json = "application/json: { schema: { type: array, items: { type: object } } }";
    assert_snapshot!(parameter(&format!("content: {{ {json} }}")), @"nothing to complain about");
    assert_snapshot!(parameter(&format!("content: {{ {json}, application/hal+json: {{ schema: {{}} }} }}")), @"
    api.yaml:8:36: the content of a parameter must be one JSON media type with a schema (at #/paths/~1items/get/parameters/0/content)
        |         - { name: sort, in: query, content: { application/json: { schema: { type: array, items: { type: object } } }, application/hal+json: { schema: {} } } }
        |                                    ^
    ");
    assert_snapshot!(parameter("content: { text/plain: { schema: { type: string } } }"), @"
    api.yaml:8:36: the content of a parameter must be one JSON media type with a schema (at #/paths/~1items/get/parameters/0/content)
        |         - { name: sort, in: query, content: { text/plain: { schema: { type: string } } } }
        |                                    ^
    ");
    assert_snapshot!(parameter(&format!("content: {{ {json} }}, style: form")), @"
    api.yaml:8:121: `style` does not count beside `content` (at #/paths/~1items/get/parameters/0/style)
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
fn a_parameter_stands_once() {
    let keys = "operationId: get
parameters:
  - { name: id, in: path, required: true, schema: { type: string } }
  - { name: sort, in: query, schema: { type: string } }
  - { name: sort, in: query, schema: { type: integer } }";
    assert_snapshot!(complaints(&with_operation(&format!("{keys}\n{ANSWERS}"))), @"
    api.yaml:10:11: this parameter is described already, at #/paths/~1items~1{id}/get/parameters/1 (at #/paths/~1items~1{id}/get/parameters/2)
        |         - { name: sort, in: query, schema: { type: integer } }
        |           ^
    ");
}
