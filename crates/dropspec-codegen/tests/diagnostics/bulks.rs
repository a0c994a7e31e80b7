//! Operations on tables with `x-dropspec-operation: bulk`.

use crate::support::{assert_diagnostics, diagnostics};

/// A document with a table of ships and bulk creation.
const BULK: &str = "openapi: 3.0.3
info: { title: Fleet, version: 1.0.0 }
paths:
  /ships:
    post:
      operationId: create_ship
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewShip' } } } }
      responses:
        '201': { description: Yes., content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
        '409': { $ref: '#/components/responses/Problem' }
  /ships/many:
    post:
      operationId: create_ships
      x-dropspec-operation: bulk
      parameters:
        - { name: Prefer, in: header, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: array, minItems: 1, maxItems: 9, items: { $ref: '#/components/schemas/NewShip' } } } }
      responses:
        '201':
          description: All.
          headers: { Preference-Applied: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Created' } } }
        '207':
          description: Some.
          headers: { Preference-Applied: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Report' } } }
        '400': { $ref: '#/components/responses/Problem' }
        '409': { $ref: '#/components/responses/Problem' }
components:
  responses:
    Problem: { description: No., content: { application/problem+json: { schema: { type: object } } } }
  schemas:
    Ship:
      x-dropspec-table: { name: ships, key: sign }
      type: object
      required: [sign]
      properties: { sign: { type: string }, crew: { type: integer } }
    NewShip:
      type: object
      required: [sign]
      properties: { sign: { type: string }, crew: { type: integer } }
    Created:
      type: object
      required: [created, keys]
      properties: { created: { type: integer }, keys: { type: array, items: { type: string } } }
    Report:
      type: object
      properties:
        created: { type: integer }
        refused: { type: integer }
        items: { type: array, items: { $ref: '#/components/schemas/Item' } }
    Item:
      type: object
      required: [index]
      properties:
        index: { type: integer }
        status: { type: integer }
        key: { type: string }
        detail: { type: string }
        errors: { type: array, items: { type: object } }
";

#[test]
fn supported_bulk_operations_are_accepted() {
    assert_eq!(diagnostics(BULK), "no diagnostics");
    let key = "      parameters:\n        - { name: key, in: query, schema: { type: string, enum: [sign] } }\n";
    assert_eq!(diagnostics(&BULK.replacen("      parameters:\n", key, 1)), "no diagnostics");
    // Properties of the responses are optional.
    for left_out in [
        "        created: { type: integer }\n",
        "        items: { type: array, items: { $ref: '#/components/schemas/Item' } }\n",
        "        key: { type: string }\n",
    ] {
        assert!(BULK.contains(left_out));
        assert_eq!(diagnostics(&BULK.replacen(left_out, "", 1)), "no diagnostics", "{left_out}");
    }
    // Bulk creation does not need an operation that creates a single row.
    let (first, rest) = BULK.split_once("  /ships/many:").unwrap();
    let (first, list) =
        (first.split_once("  /ships:").unwrap().0, "{ type: array, items: { $ref: '#/components/schemas/Ship' } }");
    let listed = format!(
        "{first}  /ships:\n    get:\n      operationId: list_ships\n      responses: {{ '200': {{ description: All., content: {{ application/json: {{ schema: {list} }} }} }} }}\n  /ships/many:{}",
        rest.replace("schemas/NewShip", "schemas/Ship")
    );
    assert_eq!(diagnostics(&listed), "no diagnostics");
}

#[test]
fn unsupported_bulk_operations_are_rejected() {
    let optional =
        "requestBody:\n        required: false\n        content: { application/json: { schema: { type: array";
    let changes = [
        (
            "requestBody:\n        required: true\n        content: { application/json: { schema: { type: array",
            optional,
            "/post",
            "a bulk operation needs a required body of application/json only",
        ),
        (
            "schema: { type: array, minItems: 1",
            "schema: { type: array, uniqueItems: true",
            "schema/uniqueItems",
            "`uniqueItems` is not supported here: the items of a bulk request are read one by one",
        ),
        (
            "schema: { type: array, minItems: 1",
            "schema: { type: array, nullable: true",
            "schema/nullable",
            "`nullable` is not supported here",
        ),
        (
            "maxItems: 9, items: { $ref: '#/components/schemas/NewShip' }",
            "items: { $ref: '#/components/schemas/Ship' }",
            "application~1json/schema",
            "`items` must refer to NewShip",
        ),
        (
            "maxItems: 9, items: { $ref: '#/components/schemas/NewShip' }",
            "items: { type: object }",
            "application~1json/schema",
            "`items` must refer to NewShip",
        ),
        (
            "{ name: Prefer, in: header, schema: { type: string } }",
            "{ name: wing, in: query, schema: { type: string } }",
            "parameters/0",
            "this parameter is not supported by bulk operations; use `key`",
        ),
        (
            "{ name: Prefer, in: header, schema: { type: string } }",
            "{ name: key, in: query, schema: { type: string, enum: [sign, crew] } }",
            "parameters/0/schema",
            "`key` must be an `enum` of the key of the table, `sign`, only",
        ),
        (
            "      parameters:\n        - { name: Prefer, in: header, schema: { type: string } }\n",
            "",
            "responses/207",
            "this response is only reachable with the header parameter `Prefer`; declare it",
        ),
        ("'207':", "'206':", "many/post", "an operation on a table can return 207; declare this response"),
        (
            "        '400': { $ref: '#/components/responses/Problem' }\n",
            "",
            "many/post",
            "an operation on a table can return 400; declare this response",
        ),
        (
            "headers: { Preference-Applied",
            "headers: { ETag",
            "headers/ETag",
            "this header has no value for an operation on a table; remove it",
        ),
        (
            "schema: { $ref: '#/components/schemas/Created' }",
            "schema: { type: object }",
            "201/content/application~1json/schema",
            "this must refer to an object schema in components",
        ),
        (
            "required: [created, keys]",
            "required: [created, count]",
            "Created/required/1",
            "this property is required but not described",
        ),
        (
            "keys: { type: array, items: { type: string } }",
            "count: { type: integer }, keys: { type: array, items: { type: string } }",
            "properties/count",
            "unknown property of the report; use created, updated, keys",
        ),
        (
            "keys: { type: array, items: { type: string } }",
            "keys: { type: string }",
            "properties/keys",
            "`keys` must be an array",
        ),
        (
            "keys: { type: array, items: { type: string } }",
            "keys: { type: array, items: { type: integer } }",
            "keys/items",
            "a key must be a string",
        ),
        (
            "refused: { type: integer }",
            "refused: { type: array, items: { type: integer } }",
            "properties/refused",
            "`refused` must be an integer",
        ),
        (
            "items: { $ref: '#/components/schemas/Item' }",
            "items: { type: integer }",
            "properties/items/items",
            "this must refer to an object schema in components",
        ),
        (
            "required: [index]",
            "required: [index, key]",
            "Item/properties/key",
            "`key` is not always present; remove it from `required`",
        ),
        (
            "  /ships/many:",
            "  /ships/{sign}:\n    parameters: [{ name: sign, in: path, required: true, schema: { type: string } }]",
            "post",
            "no table supports an operation `bulk` of this shape",
        ),
    ];
    assert_diagnostics(BULK, &changes);
}

#[test]
fn an_operation_declares_a_known_action() {
    for (before, after) in [
        ("x-dropspec-operation: bulk", "x-dropspec-operation: hulk"),
        ("create_ship\n", "create_ship\n      x-dropspec-operation: bulk\n"),
        ("create_ship\n", "create_ship\n      x-dropspec-operation: form\n"),
        ("/ships/many:\n    post:", "/ships/many:\n    put:"),
    ] {
        let found = diagnostics(&BULK.replacen(before, after, 1));
        assert!(
            found.contains("no table supports an operation") || found.contains("a bulk operation takes an array"),
            "{found}"
        );
    }
}
