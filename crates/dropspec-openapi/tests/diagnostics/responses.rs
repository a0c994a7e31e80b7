//! Responses and their headers.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths};

/// A document with one operation with the response.
fn with_responses(responses: &str) -> String {
    with_paths(&format!("/items:\n  get:\n    operationId: list\n    responses: {responses}"))
}

fn with_header(name: &str, header: &str) -> String {
    with_responses(&format!("{{ '204': {{ description: None., headers: {{ {name}: {header} }} }} }}"))
}

#[test]
fn a_status_is_a_code_a_class_or_default() {
    for status in ["'200'", "'299'", "4XX", "default"] {
        let responses = format!("{{ {status}: {{ description: Anything. }} }}");
        assert_eq!(diagnostics(&with_responses(&responses)), "no diagnostics", "{status}");
    }
    assert_snapshot!(diagnostics(&with_responses("{ '100': { description: Go on. } }")), @"
    api.yaml:7:7: warning: the operation has informational responses only; the final one is not described (at #/paths/~1items/get/responses)
        |       responses: { '100': { description: Go on. } }
        |       ^
    ");
    assert_snapshot!(diagnostics(&with_responses("{ 4xx: { description: Anything. } }")), @"
    api.yaml:7:20: invalid status `4xx`; write `4XX` (at #/paths/~1items/get/responses/4xx)
        |       responses: { 4xx: { description: Anything. } }
        |                    ^
    ");
    assert_snapshot!(diagnostics(&with_responses("{ '600': { description: Anything. } }")), @"
    api.yaml:7:20: invalid status `600`; use 200 to 599, 2XX to 5XX or default (at #/paths/~1items/get/responses/600)
        |       responses: { '600': { description: Anything. } }
        |                    ^
    ");
}

#[test]
fn a_response_of_a_status_without_a_body_has_none() {
    assert_snapshot!(diagnostics(&with_responses("{ '204': { description: None., content: { text/plain: {} } } }")), @"
    api.yaml:7:49: warning: `content` of the response 204 has no effect: it never has a body (at #/paths/~1items/get/responses/204/content)
        |       responses: { '204': { description: None., content: { text/plain: {} } } }
        |                                                 ^
    ");
}

#[test]
fn a_response_has_a_description() {
    assert_snapshot!(diagnostics(&with_responses("{ '204': {} }")), @"
    api.yaml:7:20: `description` is missing (at #/paths/~1items/get/responses/204)
        |       responses: { '204': {} }
        |                    ^
    ");
}

#[test]
fn unknown_keys_are_rejected() {
    assert_snapshot!(diagnostics(&with_responses("{ '204': { description: None., header: {} } }")), @"
    api.yaml:7:49: `header` of a response is not supported; did you mean `headers`? (at #/paths/~1items/get/responses/204/header)
        |       responses: { '204': { description: None., header: {} } }
        |                                                 ^
    ");
    assert_snapshot!(diagnostics(&with_responses("{ '204': { description: None., links: {} } }")), @"no diagnostics");
}

#[test]
fn a_header_has_a_schema_in_the_style_simple() {
    for schema in ["{ type: number }", "{ type: string, enum: [a, b] }", "{ type: array, items: { type: integer } }"] {
        let header = format!("{{ schema: {schema} }}");
        assert_eq!(diagnostics(&with_header("X-Total", &header)), "no diagnostics", "{schema}");
    }
    assert_snapshot!(diagnostics(&with_header("X-Total", "{ description: How many. }")), @"
    api.yaml:7:60: a header must have either `schema` or `content` (at #/paths/~1items/get/responses/204/headers/X-Total)
        |       responses: { '204': { description: None., headers: { X-Total: { description: How many. } } } }
        |                                                            ^
    ");
    assert_snapshot!(diagnostics(&with_header("X-Total", "{ style: form, schema: { type: integer } }")), @"
    api.yaml:7:71: a header must have the style `simple` (at #/paths/~1items/get/responses/204/headers/X-Total/style)
        |       responses: { '204': { description: None., headers: { X-Total: { style: form, schema: { type: integer } } } } }
        |                                                                       ^
    ");
    assert_snapshot!(diagnostics(&with_header("X-Total", "{ schema: { type: array, items: { type: array, items: {} } } }")), @"
    api.yaml:7:94: nested arrays and objects cannot be serialized in a parameter; use `content` with application/json (at #/paths/~1items/get/responses/204/headers/X-Total/schema/items)
        |       responses: { '204': { description: None., headers: { X-Total: { schema: { type: array, items: { type: array, items: {} } } } } } }
        |                                                                                              ^
    ");
}

#[test]
fn header_names_are_valid() {
    assert_snapshot!(diagnostics(&with_header("X Total", "{ schema: { type: integer } }")), @"
    api.yaml:7:60: `X Total` is not a valid header name (at #/paths/~1items/get/responses/204/headers/X Total)
        |       responses: { '204': { description: None., headers: { X Total: { schema: { type: integer } } } } }
        |                                                            ^
    ");
}

#[test]
fn the_content_type_is_that_of_the_content() {
    let found = diagnostics(&with_header("Content-Type", "{ schema: { type: string } }"));
    let warning = "warning: the response header `Content-Type` has no effect: the media types of `content` describe it";
    assert!(found.lines().count() == 3 && found.contains(warning), "{found}");
}
