//! Names that differ in the document and would be one in Rust.

use insta::assert_snapshot;

use crate::support::{complaints, with_operation, with_paths, with_schemas};

#[test]
fn operations() {
    let paths = "/a: { get: { operationId: listItems, responses: { '204': { description: None. } } } }
/b: { get: { operationId: list_items, responses: { '204': { description: None. } } } }";
    assert_snapshot!(complaints(&with_paths(paths)), @"
    api.yaml:5:9: in Rust this would be named `list_items`, as #/paths/~1a/get already is; rename one of them (at #/paths/~1b/get)
        |   /b: { get: { operationId: list_items, responses: { '204': { description: None. } } } }
        |         ^
    ");
}

#[test]
fn schemas() {
    assert_snapshot!(complaints(&with_schemas("LineItem: { type: string }\nline_item: { type: string }")), @"
    api.yaml:7:5: in Rust this would be named `LineItem`, as #/components/schemas/LineItem already is; rename one of them (at #/components/schemas/line_item)
        |     line_item: { type: string }
        |     ^
    ");
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
    // What stands in several places says where it stands.
    assert_snapshot!(complaints(&with_operation(&keys("id"))), @"nothing to complain about");
    assert_snapshot!(complaints(&with_operation(&keys("line_no"))), @"
    api.yaml:10:11: in Rust this would be named `line_no_in_query`, as #/paths/~1items~1{id}/get/parameters/1 already is; rename one of them (at #/paths/~1items~1{id}/get/parameters/2)
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
    assert_snapshot!(complaints(&with_paths(path)), @"
    api.yaml:8:89: in Rust this would be named `x_total`, as #/paths/~1items/get/responses/204/headers/X-Total already is; rename one of them (at #/paths/~1items/get/responses/204/headers/x_total)
        |         '204': { description: None., headers: { X-Total: { schema: { type: integer } }, x_total: { schema: { type: integer } } } }
        |                                                                                         ^
    ");
}

#[test]
fn properties() {
    let item = "Item: { type: object, properties: { line-no: { type: string }, line_no: { type: string } } }";
    assert_snapshot!(complaints(&with_schemas(item)), @"nothing to complain about");
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
    assert_snapshot!(complaints(document), @"
    api.yaml:8:36: the type of this would be named `ListSort`, as that of a schema is; rename the schema (at #/paths/~1items/get/parameters/0/schema)
        |         - { name: sort, in: query, schema: { type: string, enum: [name, price] } }
        |                                    ^
    ");
}
