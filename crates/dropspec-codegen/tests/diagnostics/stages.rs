//! Faults that different stages of the generator find, in one run.

use crate::support::diagnostics;

const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Fleet, version: 1.0.0 }
paths:
  /ships:
    get:
      parameters: [{ name: unknown, in: query, schema: { type: string } }]
      responses:
        '200':
          description: The ships.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Ship' } } } }
  /ports:
    get:
      parameters: [{ name: depth, in: query, schema: { type: int } }]
      responses: { '204': { description: None. } }
    put:
      security: [{ nobody: [] }]
      responses: { '204': { description: None. } }
    post:
      responses: {}
components:
  schemas:
    Ship:
      x-dropspec-table: { name: ships, key: sign }
      type: object
      required: [sign]
      properties: { sign: { type: string } }
";

#[test]
fn faults_of_operations_with_and_without_tables_are_reported_in_file_order() {
    let found = diagnostics(DOCUMENT);
    let lines: Vec<&str> = found.lines().filter(|line| line.starts_with("api.yaml:")).collect();
    let expected = [
        "unknown list parameter `unknown`",
        "`int` is not a type",
        "undefined security scheme `nobody`",
        "an operation must have at least one response",
    ];
    assert_eq!(lines.len(), expected.len(), "{found}");
    for (line, message) in lines.iter().zip(expected) {
        assert!(line.contains(message), "{line}");
    }
}

#[test]
fn operations_are_not_judged_while_their_schemas_are_unsound() {
    let found = diagnostics(&DOCUMENT.replace("sign: { type: string }", "sign: { type: strin }"));
    assert!(found.contains("`strin` is not a type") && !found.contains("unknown list parameter"), "{found}");
}
