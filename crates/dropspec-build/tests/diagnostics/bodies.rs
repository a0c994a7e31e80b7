//! Request bodies.

use insta::assert_snapshot;

use crate::support::{complaints, with_paths};

/// A document with one operation that takes a body.
fn with_body(body: &str) -> String {
    with_paths(&format!(
        "/items:\n  post:\n    operationId: create\n    requestBody: {body}\n    responses: {{ '204': {{ description: None. }} }}"
    ))
}

#[test]
fn a_body_is_required() {
    assert_snapshot!(complaints(&with_body("{ content: { application/json: { schema: { type: object } } } }")), @"
    api.yaml:7:7: an optional request body is not supported yet: say `required: true` (at #/paths/~1items/post/requestBody)
        |       requestBody: { content: { application/json: { schema: { type: object } } } }
        |       ^
    ");
}

#[test]
fn a_body_has_content() {
    assert_snapshot!(complaints(&with_body("{ required: true, content: {} }")), @"
    api.yaml:7:7: the request body has no content (at #/paths/~1items/post/requestBody)
        |       requestBody: { required: true, content: {} }
        |       ^
    ");
}

#[test]
fn a_body_has_one_media_type() {
    assert_snapshot!(complaints(&with_body(
        "{ required: true, content: { application/json: { schema: { type: object } }, application/merge-patch+json: { schema: { type: object } } } }"
    )), @"
    api.yaml:7:97: more than one media type is not supported yet (at #/paths/~1items/post/requestBody/content/application~1merge-patch+json)
        |       requestBody: { required: true, content: { application/json: { schema: { type: object } }, application/merge-patch+json: { schema: { type: object } } } }
        |                                                                                                 ^
    ");
}

#[test]
fn a_body_is_json() {
    assert_snapshot!(complaints(&with_body("{ required: true, content: { text/csv: { schema: { type: string } } } }")), @"
    api.yaml:7:49: the media type `text/csv` is not supported yet, only JSON is (at #/paths/~1items/post/requestBody/content/text~1csv)
        |       requestBody: { required: true, content: { text/csv: { schema: { type: string } } } }
        |                                                 ^
    ");
    assert_snapshot!(complaints(&with_body("{ required: true, content: { application/merge-patch+json: { schema: { type: object } } } }")), @"nothing to complain about");
}

#[test]
fn a_body_has_a_schema() {
    assert_snapshot!(complaints(&with_body("{ required: true, content: { application/json: {} } }")), @"
    api.yaml:7:49: `schema` is missing (at #/paths/~1items/post/requestBody/content/application~1json)
        |       requestBody: { required: true, content: { application/json: {} } }
        |                                                 ^
    ");
}

#[test]
fn keys_are_spelt_right() {
    assert_snapshot!(complaints(&with_body("{ require: true, content: {} }")), @"
    api.yaml:7:22: `require` of a request body is not supported (at #/paths/~1items/post/requestBody/require)
        |       requestBody: { require: true, content: {} }
        |                      ^
    ");
    assert_snapshot!(complaints(&with_body("{ required: true, content: { application/json: { encoding: {}, schema: { type: object } } } }")), @"
    api.yaml:7:69: `encoding` of a media type is not supported (at #/paths/~1items/post/requestBody/content/application~1json/encoding)
        |       requestBody: { required: true, content: { application/json: { encoding: {}, schema: { type: object } } } }
        |                                                                     ^
    ");
}
