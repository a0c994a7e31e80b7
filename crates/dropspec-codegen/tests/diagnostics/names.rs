//! Names that differ in the document and would be the same in Rust.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_operation, with_paths, with_schemas};

#[test]
fn operations() {
    let paths = "/a: { get: { operationId: listItems, responses: { '204': { description: None. } } } }
/b: { get: { operationId: list_items, responses: { '204': { description: None. } } } }";
    assert_snapshot!(diagnostics(&with_paths(paths)), @"
    api.yaml:5:9: the Rust name `list_items` is already used by #/paths/~1a/get; rename one of them (at #/paths/~1b/get)
        |   /b: { get: { operationId: list_items, responses: { '204': { description: None. } } } }
        |         ^
    ");
}

#[test]
fn schemas() {
    assert_snapshot!(diagnostics(&with_schemas("LineItem: { type: string }\nline_item: { type: string }")), @"no diagnostics");
}

#[test]
fn parameters() {
    let keys = |name: &str| {
        format!(
            "operationId: get
parameters:
  - {{ name: id, in: path, required: true, schema: {{ type: string }} }}
  - {{ name: line-no, in: query, schema: {{ type: string }} }}
  - {{ name: {name}, in: query, schema: {{ type: string }} }}
responses: {{ '204': {{ description: None. }} }}"
        )
    };
    // Parameters in several locations get the location appended.
    assert_snapshot!(diagnostics(&with_operation(&keys("id"))), @"no diagnostics");
    assert_snapshot!(diagnostics(&with_operation(&keys("line_no"))), @"
    api.yaml:10:11: the Rust name `line_no_in_query` is already used by #/paths/~1items~1{id}/get/parameters/1; rename one of them (at #/paths/~1items~1{id}/get/parameters/2)
        |         - { name: line_no, in: query, schema: { type: string } }
        |           ^
    ");
}

#[test]
fn headers() {
    let path = "/items:
  get:
    operationId: list
    responses:
      '204': { description: None., headers: { X-Total: { schema: { type: integer } }, x_total: { schema: { type: integer } } } }";
    assert_snapshot!(diagnostics(&with_paths(path)), @"
    api.yaml:8:89: the Rust name `x_total` is already used by #/paths/~1items/get/responses/204/headers/X-Total; rename one of them (at #/paths/~1items/get/responses/204/headers/x_total)
        |         '204': { description: None., headers: { X-Total: { schema: { type: integer } }, x_total: { schema: { type: integer } } } }
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
