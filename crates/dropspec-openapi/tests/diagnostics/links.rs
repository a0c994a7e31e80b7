//! Links, callbacks and examples: nothing is generated from them, but they are checked against the specification.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths};

fn with_link(link: &str) -> String {
    with_paths(&format!(
        "/items:\n  get:\n    operationId: list\n    responses:\n      '204':\n        description: None.\n        links: {{ next: {link} }}"
    ))
}

#[test]
fn a_link_refers_to_an_operation() {
    assert_snapshot!(diagnostics(&with_link("{ operationId: list, parameters: { page: 2 } }")), @"no diagnostics");
    assert_snapshot!(diagnostics(&with_link("{ operationRef: '#/paths/~1items/get' }")), @"no diagnostics");
    assert_snapshot!(diagnostics(&with_link("{ operationRef: 'https://example.com/api.yaml#/paths/~1a/get' }")), @"no diagnostics");
    assert_snapshot!(diagnostics(&with_link("{ operationRef: '#/paths/~1things/get' }")), @"
    api.yaml:10:28: cannot resolve `#/paths/~1things/get` (at #/paths/~1items/get/responses/204/links/next/operationRef)
        |           links: { next: { operationRef: '#/paths/~1things/get' } }
        |                            ^
    ");
    assert_snapshot!(diagnostics(&with_link("{ description: Nowhere. }")), @"
    api.yaml:10:20: a link needs `operationId` or `operationRef` (at #/paths/~1items/get/responses/204/links/next)
        |           links: { next: { description: Nowhere. } }
        |                    ^
    ");
    assert_snapshot!(diagnostics(&with_link("{ operationId: list, operationRef: '#/paths/~1items/get' }")), @"
    api.yaml:10:28: `operationRef` and `operationId` are mutually exclusive; keep one of them (at #/paths/~1items/get/responses/204/links/next/operationId)
        |           links: { next: { operationId: list, operationRef: '#/paths/~1items/get' } }
        |                            ^
    ");
}

#[test]
fn a_link_to_an_unknown_operation_has_no_effect() {
    assert_snapshot!(diagnostics(&with_link("{ operationId: lst }")), @"
    api.yaml:10:28: warning: the link has no effect: no operation has the operationId `lst` (at #/paths/~1items/get/responses/204/links/next/operationId)
        |           links: { next: { operationId: lst } }
        |                            ^
    ");
}

#[test]
fn a_callback_describes_operations() {
    let callback = "/items:
  post:
    operationId: subscribe
    callbacks:
      changed:
        '{$request.query.url}':
          post:
            requestBody: { content: { application/json: { schema: { type: object, minProps: 1 } } } }
            responses: { '204': { descripton: None. } }
    responses: { '204': { description: None. } }";
    assert_snapshot!(diagnostics(&with_paths(callback)), @"
    api.yaml:11:85: `minProps` of a schema is not supported (at #/paths/~1items/post/callbacks/changed/{$request.query.url}/post/requestBody/content/application~1json/schema/minProps)
        |               requestBody: { content: { application/json: { schema: { type: object, minProps: 1 } } } }
        |                                                                                     ^
    api.yaml:12:37: `descripton` of a response is not supported; did you mean `description`? (at #/paths/~1items/post/callbacks/changed/{$request.query.url}/post/responses/204/descripton)
        |               responses: { '204': { descripton: None. } }
        |                                     ^
    ");
}

#[test]
fn an_example_is_one_value() {
    let document = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths: {}
components:
  examples:
    both: { value: 1, externalValue: 'https://example.com' }
    text: { summary: 1 }
    fine: { value: { $ref: 1 } }";
    assert_snapshot!(diagnostics(document), @r#"
    api.yaml:6:23: `value` and `externalValue` are mutually exclusive; keep one of them (at #/components/examples/both/externalValue)
        |     both: { value: 1, externalValue: 'https://example.com' }
        |                       ^
    api.yaml:7:13: `summary` must be a string; put it in quotes: `"1"` (at #/components/examples/text/summary)
        |     text: { summary: 1 }
        |             ^
    "#);
}

#[test]
fn unreferenced_components_are_checked() {
    let document = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths: {}
components:
  responses: { Gone: { content: { text/plain: { schema: { $ref: '#/components/schemas/Nothing' } } } } }
  parameters: { Page: { name: page, schema: { type: integer, minimun: 1 } } }
  requestBodies: { Item: { required: yes } }
  headers: { Total: { schema: [] } }
  securitySchemes: { key: { name: key } }
  links: { Next: next }
  callbacks: { changed: { '{$url}': { pots: {} } } }
  schemas: { 'List<Item>': { type: string } }";
    assert_snapshot!(diagnostics(document), @"
    api.yaml:5:16: `description` is missing (at #/components/responses/Gone)
        |   responses: { Gone: { content: { text/plain: { schema: { $ref: '#/components/schemas/Nothing' } } } } }
        |                ^
    api.yaml:5:49: cannot resolve `#/components/schemas/Nothing` (at #/components/responses/Gone/content/text~1plain/schema)
        |   responses: { Gone: { content: { text/plain: { schema: { $ref: '#/components/schemas/Nothing' } } } } }
        |                                                 ^
    api.yaml:6:17: `in` is missing (at #/components/parameters/Page)
        |   parameters: { Page: { name: page, schema: { type: integer, minimun: 1 } } }
        |                 ^
    api.yaml:6:62: `minimun` of a schema is not supported; did you mean `minimum`? (at #/components/parameters/Page/schema/minimun)
        |   parameters: { Page: { name: page, schema: { type: integer, minimun: 1 } } }
        |                                                              ^
    api.yaml:7:20: `content` is missing (at #/components/requestBodies/Item)
        |   requestBodies: { Item: { required: yes } }
        |                    ^
    api.yaml:7:28: `required` must be true or false (at #/components/requestBodies/Item/required)
        |   requestBodies: { Item: { required: yes } }
        |                            ^
    api.yaml:8:23: an object is expected here (at #/components/headers/Total/schema)
        |   headers: { Total: { schema: [] } }
        |                       ^
    api.yaml:9:22: `type` is missing (at #/components/securitySchemes/key)
        |   securitySchemes: { key: { name: key } }
        |                      ^
    api.yaml:10:12: an object is expected here (at #/components/links/Next)
        |   links: { Next: next }
        |            ^
    api.yaml:11:39: `pots` of a path is not supported; did you mean `post`? (at #/components/callbacks/changed/{$url}/pots)
        |   callbacks: { changed: { '{$url}': { pots: {} } } }
        |                                       ^
    api.yaml:12:14: `List<Item>` is not a valid component name; use letters, digits, `.`, `-` and `_` (at #/components/schemas/List<Item>)
        |   schemas: { 'List<Item>': { type: string } }
        |              ^
    ");
}
