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
fn parameters_are_in_the_path_or_the_query() {
    assert_snapshot!(complaints(&with_parameter("{ name: X-Trace, in: header, schema: { type: string } }")), @"
    api.yaml:8:28: parameters in `header` are not supported yet (at #/paths/~1items/get/parameters/0/in)
        |         - { name: X-Trace, in: header, schema: { type: string } }
        |                            ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ name: session, in: cookie, schema: { type: string } }")), @"
    api.yaml:8:28: parameters in `cookie` are not supported yet (at #/paths/~1items/get/parameters/0/in)
        |         - { name: session, in: cookie, schema: { type: string } }
        |                            ^
    ");
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
    api.yaml:8:11: `schema` is missing (at #/paths/~1items/get/parameters/0)
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
fn an_empty_value_is_not_another_kind_of_value() {
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, allowEmptyValue: true, schema: { type: string } }")), @"
    api.yaml:8:36: `allowEmptyValue` of a parameter is not supported (at #/paths/~1items/get/parameters/0/allowEmptyValue)
        |         - { name: sort, in: query, allowEmptyValue: true, schema: { type: string } }
        |                                    ^
    ");
}

#[test]
fn a_parameter_is_one_value() {
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, schema: { type: array, items: { type: string } } }")), @"
    api.yaml:8:36: a parameter must be a string, a number, an integer, a boolean or an enum of strings (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, schema: { type: array, items: { type: string } } }
        |                                    ^
    ");
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, schema: { type: string, nullable: true } }")), @"
    api.yaml:8:36: a parameter must be a string, a number, an integer, a boolean or an enum of strings (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, schema: { type: string, nullable: true } }
        |                                    ^
    ");
}

#[test]
fn a_parameter_has_the_style_of_its_place() {
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, style: spaceDelimited, schema: { type: string } }")), @"
    api.yaml:8:36: only the style `form` is supported here (at #/paths/~1items/get/parameters/0/style)
        |         - { name: sort, in: query, style: spaceDelimited, schema: { type: string } }
        |                                    ^
    ");
}

#[test]
fn a_parameter_that_is_not_json_text_has_no_media_type() {
    assert_snapshot!(complaints(&with_parameter("{ name: sort, in: query, content: { application/json: { schema: { type: string } } } }")), @"
    api.yaml:8:36: `content` of a parameter is not supported (at #/paths/~1items/get/parameters/0/content)
        |         - { name: sort, in: query, content: { application/json: { schema: { type: string } } } }
        |                                    ^
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
    api.yaml:10:11: in Rust this would be named `sort`, as #/paths/~1items~1{id}/get/parameters/1 already is; rename one of them (at #/paths/~1items~1{id}/get/parameters/2)
        |         - { name: sort, in: query, schema: { type: integer } }
        |           ^
    ");
}
