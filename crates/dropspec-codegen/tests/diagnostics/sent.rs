//! Operations on tables that say by name what they do: `x-dropspec-operation`, of which these are `import` and `form`.

use crate::support::complaints;

/// A document with a table of ships, of which lists can be imported, and whose rows have pages with forms.
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

/// The document with one thing changed, the place that is complained about, and why.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

fn are_refused(all: &[Wrong]) {
    for (before, after, place, expected) in all {
        assert!(SHIPS.contains(before), "{before}");
        let complaint = complaints(&SHIPS.replacen(before, after, 1));
        assert!(complaint.contains(expected), "{after}: {complaint}");
        assert!(complaint.contains(place), "{after}: {complaint}");
    }
}

#[test]
fn what_can_be_obeyed_is_taken() {
    assert_eq!(complaints(SHIPS), "nothing to complain about");
}

#[test]
fn an_import_that_cannot_be_obeyed_is_refused() {
    are_refused(&[
        (
            "text/csv: { schema: { type: string, format: binary } }",
            "text/csv: { schema: { type: string } }",
            "~1lists/post",
            "an import takes text/csv, of a schema with `format: binary`",
        ),
        ("name: again, in: query", "name: twice, in: query", "parameters/0", "an import does not know this parameter"),
        (
            "name: again, in: query",
            "name: again, in: header",
            "parameters/0",
            "the operation on the table does not know this parameter",
        ),
        ("enum: [sign, crew]", "enum: [sign, masts]", "enum/1", "Ship has no property `masts`"),
        ("'413':", "'414':", "~1lists/post", "an operation on a table can answer 413, so describe that"),
        ("{ stored: { type: integer }", "{ sunk: { type: integer }", "properties/sunk", "there is no value for this"),
        ("{ stored: { type: integer }", "{ stored: { type: string }", "properties/stored", "`stored`"),
    ]);
}

#[test]
fn a_form_that_cannot_be_obeyed_is_refused() {
    let body = "this operation takes what a page sends";
    are_refused(&[
        ("            x-dropspec-page: true\n", "", "post", body),
        (
            "      requestBody:\n        required: true\n        content:\n          application/x-www",
            "      requestBody:\n        content:\n          application/x-www",
            "post",
            body,
        ),
        ("[action, version]", "[action]", "schemas/Form", "the form of a page has a required property `version`"),
        ("[action, version]", "[action, version, record]", "schemas/Form", "an optional property `record`"),
        ("enum: [save, delete]", "enum: [save, sink]", "properties/action", "one of `save` and `delete`"),
        ("format: int64", "format: int32", "properties/version", "an integer of the format int64"),
        (
            "record: { $ref: '#/components/schemas/Ship' }",
            "record: { type: string }",
            "properties/record",
            "`record` is what the row shall be: a Ship",
        ),
        ("            encoding: { record: { style: deepObject } }\n", "", "urlencoded", "style: deepObject"),
    ]);
}
