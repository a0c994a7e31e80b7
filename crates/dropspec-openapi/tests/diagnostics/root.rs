//! What stands at the top of a document.

use insta::assert_snapshot;

use crate::support::complaints;

#[test]
fn a_document_says_its_version() {
    assert_snapshot!(complaints("info: { title: Shop, version: 1.0.0 }\npaths: {}"), @"
    api.yaml:1:1: `openapi` is missing
        | info: { title: Shop, version: 1.0.0 }
        | ^
    ");
}

#[test]
fn openapi_3_1_is_another_language() {
    assert_snapshot!(complaints("openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}"), @"
    api.yaml:1:1: OpenAPI 3.1.0 is not supported, only 3.0 is, as 3.0.0 to 3.0.4; write `type: [x, 'null']` as `nullable: true`, and numbers for `exclusiveMinimum` and `exclusiveMaximum` as `true` beside the bound (at #/openapi)
        | openapi: 3.1.0
        | ^
    ");
}

#[test]
fn an_unquoted_version_is_a_number_to_yaml() {
    assert_snapshot!(complaints("openapi: 3.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}"), @r#"
    api.yaml:1:1: `openapi` must be a string; put it into quotes, as `"3.0.3"` (at #/openapi)
        | openapi: 3.0
        | ^
    "#);
}

#[test]
fn a_document_says_what_it_describes() {
    assert_snapshot!(complaints("openapi: 3.0.3\npaths: {}"), @"
    api.yaml:1:1: `info` is missing
        | openapi: 3.0.3
        | ^
    ");
}

#[test]
fn a_document_has_a_title_and_a_version() {
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo: { version: 1.0.0 }\npaths: {}"), @"
    api.yaml:2:1: `title` is missing (at #/info)
        | info: { version: 1.0.0 }
        | ^
    ");
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo: { title: Shop }\npaths: {}"), @"
    api.yaml:2:1: `version` is missing (at #/info)
        | info: { title: Shop }
        | ^
    ");
}

#[test]
fn a_document_has_paths() {
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }"), @"
    api.yaml:1:1: `paths` is missing
        | openapi: 3.0.3
        | ^
    ");
}

#[test]
fn a_document_is_an_object() {
    assert_snapshot!(complaints("- openapi: 3.0.3"), @"
    api.yaml:1:1: an OpenAPI document is an object, with `openapi`, `info` and `paths`
        | - openapi: 3.0.3
        | ^
    ");
}

#[test]
fn keys_are_spelt_right() {
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npath: {}\npaths: {}"), @"
    api.yaml:3:1: `path` of the document is not supported (at #/path)
        | path: {}
        | ^
    ");
}

#[test]
fn components_are_spelt_right() {
    let document = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\ncomponents:\n  schema: {}";
    assert_snapshot!(complaints(document), @"
    api.yaml:5:3: `schema` of the components is not supported (at #/components/schema)
        |   schema: {}
        |   ^
    ");
}

#[test]
fn an_empty_list_of_requirements_asks_for_nothing() {
    let document = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\nsecurity: []";
    assert_snapshot!(complaints(document), @"nothing to complain about");
}

#[test]
fn a_server_with_a_path_of_its_own_would_move_the_routes() {
    let document =
        "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\nservers:\n  - url: https://shop.example/v1";
    assert_snapshot!(complaints(document), @"nothing to complain about");
}
