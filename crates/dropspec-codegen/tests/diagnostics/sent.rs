//! Operations on tables with `x-dropspec-operation`: `import` and `form`.

use crate::support::{assert_diagnostics, diagnostics};

/// A document with a table of ships that supports imports and forms.
const SHIPS: &str = "openapi: 3.0.3
info: { title: Fleet, version: 1.0.0 }
paths:
  /ships:
    get:
      operationId: list_ships
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Ships' } } } } }
  /ships/{sign}:
    parameters:
      - { name: sign, in: path, required: true, schema: { type: string } }
    get:
      operationId: get_ship
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
        '404': { $ref: '#/components/responses/Problem' }
    post:
      operationId: submit_ship
      x-dropspec-operation: form
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            x-dropspec-page: true
            schema: { $ref: '#/components/schemas/Form' }
            encoding: { record: { style: deepObject } }
      responses:
        '303': { description: Done., headers: { Location: { required: true, schema: { type: string } } } }
        '400': { $ref: '#/components/responses/Problem' }
        '403': { $ref: '#/components/responses/Problem' }
        '404': { $ref: '#/components/responses/Problem' }
        '409': { $ref: '#/components/responses/Problem' }
  /lists:
    post:
      operationId: import_ships
      x-dropspec-operation: import
      parameters:
        - { name: again, in: query, schema: { type: boolean } }
        - { name: key, in: query, schema: { type: string, enum: [sign, crew] } }
      requestBody:
        required: true
        content: { text/csv: { schema: { type: string, format: binary } } }
      responses:
        '200': { description: Done., content: { application/json: { schema: { $ref: '#/components/schemas/Report' } } } }
        '400': { $ref: '#/components/responses/Problem' }
        '409': { $ref: '#/components/responses/Problem' }
        '413': { $ref: '#/components/responses/Problem' }
components:
  responses:
    Problem: { description: No., content: { application/problem+json: { schema: { type: object } } } }
  schemas:
    Ship:
      x-dropspec-table: { name: ships, key: sign }
      type: object
      required: [sign]
      properties: { sign: { type: string }, crew: { type: integer } }
    Ships: { type: array, items: { $ref: '#/components/schemas/Ship' } }
    Form:
      type: object
      required: [action, version]
      properties:
        action: { type: string, enum: [save, delete] }
        version: { type: integer, format: int64 }
        record: { $ref: '#/components/schemas/Ship' }
    Report:
      type: object
      properties: { stored: { type: integer }, sha256: { type: string }, rejects: { type: array, items: { type: object } } }
";

#[test]
fn supported_forms_and_imports_are_accepted() {
    assert_eq!(diagnostics(SHIPS), "no diagnostics");
}

#[test]
fn unsupported_imports_are_rejected() {
    assert_diagnostics(
        SHIPS,
        &[
            (
                "text/csv: { schema: { type: string, format: binary } }",
                "text/csv: { schema: { type: string } }",
                "~1lists/post",
                "an import takes text/csv with a schema of `format: binary`",
            ),
            (
                "name: again, in: query",
                "name: twice, in: query",
                "parameters/0",
                "this parameter is not supported by imports; use skip_bad_rows, again, dry_run or key",
            ),
            (
                "name: again, in: query",
                "name: again, in: header",
                "parameters/0",
                "this parameter is not supported by the operation on the table; remove it",
            ),
            ("enum: [sign, crew]", "enum: [sign, masts]", "enum/1", "Ship has no property `masts`"),
            ("'413':", "'414':", "~1lists/post", "an operation on a table can return 413; declare this response"),
            (
                "{ stored: { type: integer }",
                "{ sunk: { type: integer }",
                "properties/sunk",
                "unknown property of the report",
            ),
            ("{ stored: { type: integer }", "{ stored: { type: string }", "properties/stored", "`stored`"),
        ],
    );
}

#[test]
fn unsupported_forms_are_rejected() {
    let body = "a `form` operation needs a required body";
    assert_diagnostics(
        SHIPS,
        &[
            ("            x-dropspec-page: true\n", "", "post", body),
            (
                "      requestBody:\n        required: true\n        content:\n          application/x-www",
                "      requestBody:\n        content:\n          application/x-www",
                "post",
                body,
            ),
            ("[action, version]", "[action]", "schemas/Form", "the form of a page needs a required property `version`"),
            ("[action, version]", "[action, version, record]", "schemas/Form", "an optional property `record`"),
            ("enum: [save, delete]", "enum: [save, sink]", "properties/action", "the `enum` of `save` and `delete`"),
            ("format: int64", "format: int32", "properties/version", "an integer with `format: int64`"),
            (
                "record: { $ref: '#/components/schemas/Ship' }",
                "record: { type: string }",
                "properties/record",
                "`record` is the new row: it must refer to Ship",
            ),
            ("            encoding: { record: { style: deepObject } }\n", "", "urlencoded", "style: deepObject"),
        ],
    );
}
