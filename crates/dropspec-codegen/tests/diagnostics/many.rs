//! Operations on tables with `x-dropspec-operation: deleteMany` and `updateMany`.

use crate::support::{assert_diagnostics, diagnostics};

/// A document with a table of ships, which can be changed and deleted by filter.
const MANY: &str = "openapi: 3.0.3
info: { title: Fleet, version: 1.0.0 }
paths:
  /ships:
    get:
      operationId: list_ships
      responses:
        '200': { description: Yes., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Ship' } } } } }
    patch:
      operationId: update_ships
      x-dropspec-operation: updateMany
      parameters:
        - { name: crew_gte, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: Prefer, in: header, schema: { type: string } }
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { $ref: '#/components/schemas/Patch' } } } }
      responses:
        '200':
          description: The number.
          headers: { Preference-Applied: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Updated' } } }
        '400': { $ref: '#/components/responses/Problem' }
        '409': { $ref: '#/components/responses/Problem' }
    delete:
      operationId: delete_ships
      x-dropspec-operation: deleteMany
      parameters:
        - { name: crew, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, exclusiveMaximum: true, maximum: 10001, default: 5 } }
      responses:
        '200': { description: The number., content: { application/json: { schema: { $ref: '#/components/schemas/Deleted' } } } }
        4XX: { $ref: '#/components/responses/Problem' }
components:
  responses:
    Problem: { description: No., content: { application/problem+json: { schema: { type: object } } } }
  schemas:
    Ship:
      x-dropspec-table: { name: ships, key: sign }
      type: object
      required: [sign, crew]
      properties: { sign: { type: string }, crew: { type: integer } }
    Patch: { type: object, properties: { crew: { type: integer } } }
    Updated: { type: object, properties: { updated: { type: integer } } }
    Deleted: { type: object, properties: { deleted: { type: integer } } }
";

#[test]
fn supported_changes_by_filter_are_accepted() {
    assert_eq!(diagnostics(MANY), "no diagnostics");
}

#[test]
fn unsupported_changes_by_filter_are_rejected() {
    let changes = [
        (
            "        - { name: crew_gte, in: query, schema: { type: integer } }\n",
            "",
            "ships/patch",
            "the operation needs query parameters that are filters, such as `sign`",
        ),
        (
            "        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }\n",
            "",
            "ships/patch",
            "the operation needs a query parameter `limit` with a `maximum` of at most 10000",
        ),
        (
            "minimum: 1, maximum: 100",
            "minimum: 1, maximum: 10001",
            "parameters/1/schema",
            "`limit` needs a `minimum` of at least 1 and a `maximum` of at most 10000",
        ),
        (
            "name: crew_gte",
            "name: sort",
            "parameters/0",
            "parameter `sort` is not supported here; use limit, a filter such as `sign`",
        ),
        (
            "name: Prefer",
            "name: If-Match",
            "parameters/2",
            "this parameter is not supported by the operation on the table",
        ),
        (
            "        - { name: Prefer, in: header, schema: { type: string } }\n",
            "",
            "headers/Preference-Applied",
            "this header has no value for an operation on a table",
        ),
        (
            "application/merge-patch+json",
            "application/json-patch+json",
            "ships/patch",
            "several rows are patched with application/merge-patch+json only",
        ),
        (
            "required: true, content: { application/merge",
            "content: { application/merge",
            "ships/patch",
            "a patch operation needs a required body",
        ),
        (
            "properties: { crew: { type: integer } } }\n    Updated",
            "properties: { sign: { type: string } } }\n    Updated",
            "Patch/properties/sign",
            "several rows cannot have the same key",
        ),
        (
            "{ updated: { type: integer } }",
            "{ count: { type: integer } }",
            "properties/count",
            "unknown property of the report; use updated",
        ),
        (
            "{ deleted: { type: integer } }",
            "{ deleted: { type: string } }",
            "properties/deleted",
            "`deleted` must be an integer",
        ),
        (
            "        '409': { $ref: '#/components/responses/Problem' }\n",
            "",
            "ships/patch",
            "an operation on a table can return 409; declare this response",
        ),
        (
            "operation: updateMany",
            "operation: deleteMany",
            "ships/patch",
            "no table supports an operation `deleteMany` of this shape",
        ),
        (
            "operation: updateMany",
            "operation: patchMany",
            "ships/patch",
            "no table supports an operation `patchMany` of this shape",
        ),
    ];
    assert_diagnostics(MANY, &changes);
}
