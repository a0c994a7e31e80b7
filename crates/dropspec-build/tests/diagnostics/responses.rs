//! Responses and their headers.

use insta::assert_snapshot;

use crate::support::{complaints, with_paths};

/// A document with one operation that answers so.
fn with_responses(responses: &str) -> String {
    with_paths(&format!("/items:\n  get:\n    operationId: list\n    responses: {responses}"))
}

fn with_header(name: &str, header: &str) -> String {
    with_responses(&format!("{{ '204': {{ description: None., headers: {{ {name}: {header} }} }} }}"))
}

#[test]
fn each_status_has_its_own_response() {
    assert_snapshot!(complaints(&with_responses("{ default: { description: Anything. } }")), @"
    api.yaml:7:20: `default` is not a status code that can be generated; give each status its own response (at #/paths/~1items/get/responses/default)
        |       responses: { default: { description: Anything. } }
        |                    ^
    ");
    assert_snapshot!(complaints(&with_responses("{ 4XX: { description: Anything. } }")), @"
    api.yaml:7:20: `4XX` is not a status code that can be generated; give each status its own response (at #/paths/~1items/get/responses/4XX)
        |       responses: { 4XX: { description: Anything. } }
        |                    ^
    ");
    assert_snapshot!(complaints(&with_responses("{ '299': { description: Anything. } }")), @"
    api.yaml:7:20: `299` is not a status code that can be generated; give each status its own response (at #/paths/~1items/get/responses/299)
        |       responses: { '299': { description: Anything. } }
        |                    ^
    ");
}

#[test]
fn a_response_has_a_description() {
    assert_snapshot!(complaints(&with_responses("{ '204': {} }")), @"
    api.yaml:7:20: `description` is missing (at #/paths/~1items/get/responses/204)
        |       responses: { '204': {} }
        |                    ^
    ");
}

#[test]
fn keys_are_spelt_right() {
    assert_snapshot!(complaints(&with_responses("{ '204': { description: None., header: {} } }")), @"
    api.yaml:7:49: `header` of a response is not supported (at #/paths/~1items/get/responses/204/header)
        |       responses: { '204': { description: None., header: {} } }
        |                                                 ^
    ");
    assert_snapshot!(complaints(&with_responses("{ '204': { description: None., links: {} } }")), @"nothing to complain about");
}

#[test]
fn a_response_is_json() {
    assert_snapshot!(complaints(&with_responses("{ '200': { description: All., content: { text/html: { schema: { type: string } } } } }")), @"
    api.yaml:7:59: the media type `text/html` is not supported yet, only JSON is (at #/paths/~1items/get/responses/200/content/text~1html)
        |       responses: { '200': { description: All., content: { text/html: { schema: { type: string } } } } }
        |                                                           ^
    ");
}

#[test]
fn a_response_has_one_media_type() {
    assert_snapshot!(complaints(&with_responses("{ '200': { description: All., content: { application/json: { schema: {} }, application/hal+json: { schema: {} } } } }")), @"
    api.yaml:7:93: more than one media type is not supported yet (at #/paths/~1items/get/responses/200/content/application~1hal+json)
        |       responses: { '200': { description: All., content: { application/json: { schema: {} }, application/hal+json: { schema: {} } } } }
        |                                                                                             ^
    ");
}

#[test]
fn a_header_is_a_string_or_an_integer() {
    assert_snapshot!(complaints(&with_header("X-Total", "{ schema: { type: number } }")), @"
    api.yaml:7:71: a response header must be a string or an integer (at #/paths/~1items/get/responses/204/headers/X-Total/schema)
        |       responses: { '204': { description: None., headers: { X-Total: { schema: { type: number } } } } }
        |                                                                       ^
    ");
    assert_snapshot!(complaints(&with_header("X-Total", "{ description: How many. }")), @"
    api.yaml:7:60: `schema` is missing (at #/paths/~1items/get/responses/204/headers/X-Total)
        |       responses: { '204': { description: None., headers: { X-Total: { description: How many. } } } }
        |                                                            ^
    ");
}

#[test]
fn a_header_says_nothing_that_is_not_checked() {
    assert_snapshot!(complaints(&with_header("X-Kind", "{ schema: { type: string, enum: [a, b] } }")), @"
    api.yaml:7:94: `enum` of a header's schema is not supported (at #/paths/~1items/get/responses/204/headers/X-Kind/schema/enum)
        |       responses: { '204': { description: None., headers: { X-Kind: { schema: { type: string, enum: [a, b] } } } } }
        |                                                                                              ^
    ");
}

#[test]
fn a_header_has_a_name_of_http() {
    assert_snapshot!(complaints(&with_header("X Total", "{ schema: { type: integer } }")), @"
    api.yaml:7:60: the header `X Total` cannot be declared: it is not a name that HTTP allows (at #/paths/~1items/get/responses/204/headers/X Total)
        |       responses: { '204': { description: None., headers: { X Total: { schema: { type: integer } } } } }
        |                                                            ^
    ");
}

#[test]
fn the_content_type_is_that_of_the_content() {
    assert_snapshot!(complaints(&with_header("Content-Type", "{ schema: { type: string } }")), @"
    api.yaml:7:60: the header `Content-Type` cannot be declared: it is that of the content (at #/paths/~1items/get/responses/204/headers/Content-Type)
        |       responses: { '204': { description: None., headers: { Content-Type: { schema: { type: string } } } } }
        |                                                            ^
    ");
}
