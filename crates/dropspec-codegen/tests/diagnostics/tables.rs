//! Tables whose rows have no type.

use insta::assert_snapshot;

use crate::support::{assert_diagnostics, diagnostics, with_schemas};

/// A document with a table of ships that has the extensions and properties.
fn ships(mark: &str, properties: &str) -> String {
    let properties: String = properties.lines().map(|line| format!("    {}\n", line.trim())).collect();
    let marks: String = mark.lines().map(|line| format!("  {}\n", line.trim())).collect();
    with_schemas(&format!(
        "Ship:\n  type: object\n  required: [sign]\n{marks}  properties:\n    sign: {{ type: string }}\n{properties}"
    ))
}

const MARK: &str = "x-dropspec-table: { name: ships, key: sign }";

#[test]
fn every_kind_of_property_can_be_a_column() {
    let properties = "
        a: { type: boolean }
        b: { type: integer, format: int32, nullable: true }
        c: { type: number }
        d: { type: string, enum: [x, y] }
        e: { type: string, format: date }
        f: { type: string, format: date-time }
        g: { type: array, items: { type: string } }
        h: { type: object, additionalProperties: { type: integer } }
        i: { anyOf: [{ type: string }, { type: integer }] }";
    assert_snapshot!(diagnostics(&ships(MARK, properties.trim())), @"no diagnostics");
}

/// A service for ships, whose key and time of construction the server sets.
const SHIPS: &str = r"
openapi: 3.0.3
info: { title: Ships, version: '1' }
paths:
  /ships:
    post:
      operationId: create_ship
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } }
      responses:
        '201': { description: The ship., content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
        4XX: { description: A problem., content: { application/problem+json: { schema: { type: object } } } }
  /ships/{id}:
    put:
      operationId: change_ship
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Change' } } }
      responses:
        '200': { description: The ship., content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
        4XX: { description: A problem., content: { application/problem+json: { schema: { type: object } } } }
components:
  schemas:
    Change: { type: object, properties: { name: { type: string } } }
    Ship:
      type: object
      required: [id, name, built]
      x-dropspec-table: { name: ships, key: id }
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string }
        built: { type: string, format: date-time, readOnly: true }
";

#[test]
fn values_of_the_server_come_from_no_other_place() {
    assert_eq!(diagnostics(SHIPS), "no diagnostics");
    let total = "built: { type: integer, readOnly: true }";
    let caller = "built: { type: string, readOnly: true, x-dropspec-set: caller }";
    assert_diagnostics(
        SHIPS,
        &[
            (
                "properties: { name: { type: string } }",
                "properties: { built: { type: string, format: date-time } }",
                "Ship/properties/built",
                "the server sets this property, so `change_ship` cannot have it",
            ),
            (
                "built: { type: string, format: date-time, readOnly: true }",
                total,
                "Ship/properties/built",
                "nothing sets this required `readOnly` property",
            ),
            (
                "built: { type: string, format: date-time, readOnly: true }",
                caller,
                "Ship/properties/built",
                "`create_ship` needs no credentials, so this required property may have no value",
            ),
        ],
    );
}
