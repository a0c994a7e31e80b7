//! Names that differ in the document and would be the same in Rust.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths, with_schemas};

#[test]
fn schemas() {
    assert_snapshot!(diagnostics(&with_schemas("LineItem: { type: string }\nline_item: { type: string }")), @"no diagnostics");
}

#[test]
fn the_same_header_twice() {
    let path = "/items:
  get:
    operationId: list
    responses:
      '204': { description: None., headers: { X-Total: { schema: { type: integer } }, x-total: { schema: { type: integer } } } }";
    assert_snapshot!(diagnostics(&with_paths(path)), @"
    api.yaml:8:89: `x-total` and `X-Total` are the same header; remove one (at #/paths/~1items/get/responses/204/headers/x-total)
        |         '204': { description: None., headers: { X-Total: { schema: { type: integer } }, x-total: { schema: { type: integer } } } }
        |                                                                                         ^
    ");
}

#[test]
fn properties() {
    let item = "Item: { type: object, properties: { line-no: { type: string }, line_no: { type: string } } }";
    assert_snapshot!(diagnostics(&with_schemas(item)), @"no diagnostics");
}

#[test]
fn a_schema_and_the_type_that_an_operation_needs() {
    let document = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /items:
    get:
      operationId: list
      parameters:
        - { name: sort, in: query, schema: { type: string, enum: [name, price] } }
      responses: { '204': { description: None. } }
components: { schemas: { ListSort: { type: string } } }";
    assert_snapshot!(diagnostics(document), @"no diagnostics");
}
