//! The root of a document.

use insta::assert_snapshot;

use crate::support::diagnostics;

#[test]
fn a_document_states_its_openapi_version() {
    assert_snapshot!(diagnostics("info: { title: Shop, version: 1.0.0 }\npaths: {}"), @"
    api.yaml:1:1: `openapi` is missing
        | info: { title: Shop, version: 1.0.0 }
        | ^
    ");
}

#[test]
fn openapi_3_1_is_rejected() {
    assert_snapshot!(diagnostics("openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}"), @"
    api.yaml:1:1: OpenAPI 3.1.0 is not supported; use 3.0.0 to 3.0.4; write `type: [x, 'null']` as `nullable: true`, and numbers for `exclusiveMinimum` and `exclusiveMaximum` as `true` beside the bound (at #/openapi)
        | openapi: 3.1.0
        | ^
    ");
}

#[test]
fn an_unquoted_version_is_a_number_to_yaml() {
    assert_snapshot!(diagnostics("openapi: 3.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}"), @r#"
    api.yaml:1:1: `openapi` must be a string; quote it: `"3.0.3"` (at #/openapi)
        | openapi: 3.0
        | ^
    "#);
}

#[test]
fn a_document_has_an_info() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\npaths: {}"), @"
    api.yaml:1:1: `info` is missing
        | openapi: 3.0.3
        | ^
    ");
}

#[test]
fn a_document_has_a_title_and_a_version() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo: { version: 1.0.0 }\npaths: {}"), @"
    api.yaml:2:1: `title` is missing (at #/info)
        | info: { version: 1.0.0 }
        | ^
    ");
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo: { title: Shop }\npaths: {}"), @"
    api.yaml:2:1: `version` is missing (at #/info)
        | info: { title: Shop }
        | ^
    ");
}

#[test]
fn a_document_has_paths() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }"), @"
    api.yaml:1:1: `paths` is missing
        | openapi: 3.0.3
        | ^
    ");
}

#[test]
fn a_document_is_an_object() {
    assert_snapshot!(diagnostics("- openapi: 3.0.3"), @"
    api.yaml:1:1: an OpenAPI document is an object, with `openapi`, `info` and `paths`
        | - openapi: 3.0.3
        | ^
    ");
}

#[test]
fn unknown_keys_are_rejected() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npath: {}\npaths: {}"), @"
    api.yaml:3:1: `path` of the document is not supported; did you mean `paths`? (at #/path)
        | path: {}
        | ^
    ");
}

#[test]
fn unknown_components_are_rejected() {
    let document = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\ncomponents:\n  schema: {}";
    assert_snapshot!(diagnostics(document), @"
    api.yaml:5:3: `schema` of the components is not supported; did you mean `schemas`? (at #/components/schema)
        |   schema: {}
        |   ^
    ");
}

#[test]
fn an_empty_list_of_requirements_allows_everybody() {
    let document = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\nsecurity: []";
    assert_snapshot!(diagnostics(document), @"no diagnostics");
}

#[test]
fn servers_of_paths_and_operations_are_rejected() {
    let document =
        "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\nservers:\n  - url: https://shop.example/v1";
    assert_snapshot!(diagnostics(document), @"no diagnostics");
}
