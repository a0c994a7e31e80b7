//! Request bodies.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths};

/// A document with one operation that takes a body.
fn with_body(body: &str) -> String {
    with_paths(&format!(
        "/items:\n  post:\n    operationId: create\n    requestBody: {body}\n    responses: {{ '204': {{ description: None. }} }}"
    ))
}

#[test]
fn a_body_has_content() {
    assert_snapshot!(diagnostics(&with_body("{ required: true, content: {} }")), @"
    api.yaml:7:7: the request body needs at least one media type in `content` (at #/paths/~1items/post/requestBody)
        |       requestBody: { required: true, content: {} }
        |       ^
    ");
}

#[test]
fn a_media_type_has_two_parts() {
    assert_snapshot!(diagnostics(&with_body("{ content: { json: { schema: {} } } }")), @"
    api.yaml:7:33: `json` is not a media type (at #/paths/~1items/post/requestBody/content/json)
        |       requestBody: { content: { json: { schema: {} } } }
        |                                 ^
    ");
}

#[test]
fn what_is_no_media_type_has_no_effect() {
    assert_snapshot!(diagnostics(&with_body("{ content: { text/plain: {}, examples: {} } }")), @"
    api.yaml:7:49: warning: `examples` has no effect: it is not a media type (at #/paths/~1items/post/requestBody/content/examples)
        |       requestBody: { content: { text/plain: {}, examples: {} } }
        |                                                 ^
    ");
    let response = |content: &str| {
        with_paths(&format!(
            "/items: {{ get: {{ responses: {{ '200': {{ description: All., content: {content} }} }} }} }}"
        ))
    };
    assert_snapshot!(diagnostics(&response("{ gzip: { schema: { type: string } } }")), @"
    api.yaml:4:72: warning: `gzip` is not a media type; the response may have any media type (at #/paths/~1items/get/responses/200/content/gzip)
        |   /items: { get: { responses: { '200': { description: All., content: { gzip: { schema: { type: string } } } } } } }
        |                                                                        ^
    ");
    assert_snapshot!(diagnostics(&response("{}")), @"no diagnostics");
}

#[test]
fn media_types_may_differ_in_their_parameters() {
    let both = |one: &str, other: &str| with_body(&format!("{{ content: {{ {one}: {{}}, {other}: {{}} }} }}"));
    assert_snapshot!(diagnostics(&both("a/b; version=1", "a/b; version=2")), @"no diagnostics");
    assert_snapshot!(diagnostics(&both("a/b", "a/B; charset=utf-8")), @"
    api.yaml:7:42: warning: `a/B; charset=utf-8` has no effect: it is the same media type as `a/b` (at #/paths/~1items/post/requestBody/content/a~1B; charset=utf-8)
        |       requestBody: { content: { a/b: {}, a/B; charset=utf-8: {} } }
        |                                          ^
    ");
    assert_snapshot!(diagnostics(&both("a/b; version=1; x=2", "a/b;X=2;version=\"1\"")), @r#"
    api.yaml:7:58: warning: `a/b;X=2;version="1"` has no effect: it is the same media type as `a/b; version=1; x=2` (at #/paths/~1items/post/requestBody/content/a~1b;X=2;version="1")
        |       requestBody: { content: { a/b; version=1; x=2: {}, a/b;X=2;version="1": {} } }
        |                                                          ^
    "#);
}

#[test]
fn schemas_of_opaque_bodies_are_not_checked() {
    let body = |media_type: &str, schema: &str| {
        diagnostics(&with_body(&format!("{{ content: {{ {media_type}: {{ schema: {schema} }} }} }}")))
    };
    assert_snapshot!(body("application/xml", "{ type: object }"), @"
    api.yaml:7:52: warning: bodies of `application/xml` are not checked against their schema (at #/paths/~1items/post/requestBody/content/application~1xml/schema)
        |       requestBody: { content: { application/xml: { schema: { type: object } } } }
        |                                                    ^
    ");
    assert_snapshot!(body("text/*", "{ type: string, maxLength: 3 }"), @"
    api.yaml:7:43: warning: bodies of `text/*` are not checked against their schema (at #/paths/~1items/post/requestBody/content/text~1*/schema)
        |       requestBody: { content: { text/*: { schema: { type: string, maxLength: 3 } } } }
        |                                           ^
    ");
    for unrestricted in ["{}", "{ type: string }", "{ type: string, format: binary, maxLength: 3 }"] {
        assert_eq!(body("application/xml", unrestricted), "no diagnostics");
    }
    assert_eq!(body("text/plain", "{ type: string, maxLength: 3 }"), "no diagnostics");
}

#[test]
fn nested_form_fields_are_deep() {
    let field = "{ style: form, explode: true }";
    let body = |schema: &str| {
        with_body(&format!(
            "{{ content: {{ application/x-www-form-urlencoded: {{ schema: {{ properties: {{ a: {schema} }} }}, encoding: {{ a: {field} }} }} }} }}"
        ))
    };
    assert_snapshot!(diagnostics(&body("{ type: array, items: { type: array, items: {} } }")), @"
    api.yaml:7:165: warning: OpenAPI 3.0 does not define how nested values are written in this style; they are read in the style `deepObject` (`a[b][c]=1`) (at #/paths/~1items/post/requestBody/content/application~1x-www-form-urlencoded/encoding/a)
        |       requestBody: { content: { application/x-www-form-urlencoded: { schema: { properties: { a: { type: array, items: { type: array, items: {} } } } }, encoding: { a: { style: form, explode: true } } } } }
        |                                                                                                                                                                     ^
    ");
    assert_snapshot!(diagnostics(&body("{ type: array, items: {} }")), @"no diagnostics");
}

#[test]
fn an_encoding_belongs_to_a_form_field() {
    assert_snapshot!(diagnostics(&with_body("{ content: { application/json: { schema: { type: object }, encoding: { tags: {} } } } }")), @"
    api.yaml:7:79: warning: `encoding` has no effect: it applies only to forms (at #/paths/~1items/post/requestBody/content/application~1json/encoding)
        |       requestBody: { content: { application/json: { schema: { type: object }, encoding: { tags: {} } } } }
        |                                                                               ^
    ");
    let form = |field: &str, schema: &str| {
        let schema = format!("{{ type: object, properties: {{ tags: {schema} }} }}");
        with_body(&format!(
            "{{ content: {{ application/x-www-form-urlencoded: {{ schema: {schema}, encoding: {{ {field} }} }} }} }}"
        ))
    };
    let list = "{ type: array, items: { type: string } }";
    assert_snapshot!(diagnostics(&form("tags: { style: pipeDelimited, explode: false }", list)), @"no diagnostics");
    let part = form("tags: {}", list)
        .replace("{ type: object", "{ allOf: [ { type: object")
        .replace("} } } }, encoding", "} } } } ] }, encoding");
    assert_snapshot!(diagnostics(&part), @"no diagnostics");
    assert_snapshot!(diagnostics(&form("tag: { style: form }", list)), @"
    api.yaml:7:172: warning: this encoding has no effect: the schema has no property `tag` (at #/paths/~1items/post/requestBody/content/application~1x-www-form-urlencoded/encoding/tag)
        |       requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { tags: { type: array, items: { type: string } } } }, encoding: { tag: { style: form } } } } }
        |                                                                                                                                                                            ^
    ");
    assert_snapshot!(diagnostics(&form("tags: { style: simple }", list)), @"
    api.yaml:7:180: style `simple` is not allowed here; use form, spaceDelimited, pipeDelimited, deepObject (at #/paths/~1items/post/requestBody/content/application~1x-www-form-urlencoded/encoding/tags/style)
        |       requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { tags: { type: array, items: { type: string } } } }, encoding: { tags: { style: simple } } } } }
        |                                                                                                                                                                                    ^
    ");
    assert_snapshot!(diagnostics(&form("tags: { style: deepObject }", list)), @"no diagnostics");
    assert_snapshot!(diagnostics(&form("tags: { style: form }", "{ type: object, properties: { a: { type: string } } }")), @"
    api.yaml:7:185: the properties of this object would become form fields; set `explode: false` or `style: deepObject` (at #/paths/~1items/post/requestBody/content/application~1x-www-form-urlencoded/encoding/tags)
        |       requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { tags: { type: object, properties: { a: { type: string } } } } }, encoding: { tags: { style: form } } } } }
        |                                                                                                                                                                                         ^
    ");
}

#[test]
fn unknown_keys_are_rejected() {
    assert_snapshot!(diagnostics(&with_body("{ require: true, content: {} }")), @"
    api.yaml:7:22: `require` of a request body is not supported; did you mean `required`? (at #/paths/~1items/post/requestBody/require)
        |       requestBody: { require: true, content: {} }
        |                      ^
    ");
    assert_snapshot!(diagnostics(&with_body("{ required: true, content: { application/json: { encodings: {}, schema: { type: object } } } }")), @"
    api.yaml:7:69: `encodings` of a media type is not supported; did you mean `encoding`? (at #/paths/~1items/post/requestBody/content/application~1json/encodings)
        |       requestBody: { required: true, content: { application/json: { encodings: {}, schema: { type: object } } } }
        |                                                                     ^
    ");
}
