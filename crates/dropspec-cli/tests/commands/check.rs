//! `dropspec check`.

use insta::assert_snapshot;

use crate::support::{Folder, SHOP, with_paths};

const PING: &str =
    "/ping:\n  get:\n    operationId: ping\n    responses: { '204': { description: The service is up. } }";

/// A path with two errors.
const PONG: &str = "/pong:
  get:
    operationId: pong
    parameters: [{ name: depth, in: query, schema: { type: string, minLength: -1 } }]
    responses: { '204': { description: The service is up. } }
  put:
    operationId: put-pong
    responses: {}";

#[test]
fn reports_a_supported_document_in_one_line() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(PING));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).output(0), @"ping.yaml: supported, 1 operation");
}

#[test]
fn reports_errors_with_their_positions() {
    let folder = Folder::new();
    folder.write("pong.yaml", &with_paths(PONG));
    assert_snapshot!(folder.run(&["check", "pong.yaml"]).output(1), @"
    pong.yaml: not supported, 2 operations, 1 parameter, 2 errors
    pong.yaml:7:70: error: `minLength` must be a whole number that is not negative (at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: error: an operation must have at least one response (at #/paths/~1pong/put/responses)
    ");
}

#[test]
fn exits_with_the_status_of_the_worst_of_several_documents() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(PING));
    folder.write("pong.yaml", &with_paths(PONG));
    folder.write("broken.yaml", "openapi: [");
    assert_snapshot!(folder.run(&["check", "ping.yaml", "pong.yaml", "none.yaml", "broken.yaml", "ping.yaml"]).output(2), @"
    ping.yaml: supported, 1 operation

    pong.yaml: not supported, 2 operations, 1 parameter, 2 errors
    pong.yaml:7:70: error: `minLength` must be a whole number that is not negative (at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: error: an operation must have at least one response (at #/paths/~1pong/put/responses)

    none.yaml: cannot be read
    none.yaml: error: cannot read the document: No such file or directory (os error 2)

    broken.yaml: cannot be read
    broken.yaml:2:1: error: not YAML: while parsing a node, did not find expected node content

    ping.yaml: supported, 1 operation
    ");
}

#[test]
fn counts_operations_parameters_and_schemas() {
    let line = Folder::new().run(&["check", SHOP]).output(0);
    assert!(line.ends_with("shop.yaml: supported, 9 operations, 16 parameters, 14 schemas\n"), "{line}");
}

#[test]
fn warns_once_about_each_thing_without_effect() {
    let folder = Folder::new();
    folder.write(
        "extended.yaml",
        &with_paths(
            "x-before: 1
/ping:
  x-owner: me
  get:
    operationId: ping
    x-owner: you
    responses:
      '200':
        description: Properties named like extensions.
        content:
          application/json:
            schema: { type: object, properties: { x-owner: { type: string, example: { x-data: 1 } }, links: {} } }",
        ),
    );
    assert_snapshot!(folder.run(&["check", "extended.yaml"]).output(0), @r#"
    extended.yaml: supported, 1 operation, 3 warnings
    extended.yaml:4:3: warning: the extension `x-before` has no effect (at #/paths/x-before)
    extended.yaml:6:5: warning: the extension `x-owner` has no effect (and 1 more occurrence) (at #/paths/~1ping/x-owner)
    extended.yaml:15:78: warning: this example violates its schema: {"x-data":1} is not of type "string" (at #/paths/~1ping/get/responses/200/content/application~1json/schema/properties/x-owner/example)
    "#);
}

#[test]
fn warns_about_undeclared_401_and_403_responses() {
    let paths = "/open: { get: { operationId: open, security: [], responses: { '204': { description: . } } } }
/a: { get: { operationId: a, responses: { '204': { description: . } } } }
/b: { get: { operationId: b, security: [{ main: [read] }], responses: { '204': { description: . } } } }
/c: { get: { operationId: c, security: [{ main: [read] }], responses: { '401': { description: . }, '403': { description: . } } } }
/d: { get: { operationId: d, security: [{ main: [] }, {}], responses: { '401': { description: . } } } }";
    let security = "security: [{ main: [] }]
components:
  securitySchemes:
    main: { type: openIdConnect, openIdConnectUrl: https://issuer.example }
";
    let folder = Folder::new();
    folder.write("secure.yaml", &(with_paths(paths) + security));
    assert_snapshot!(folder.run(&["check", "secure.yaml"]).output(0), @"
    secure.yaml: supported, 5 operations, 2 warnings
    secure.yaml:5:9: warning: the operation does not declare the response 401, which is returned when credentials are missing or invalid (and 1 more operation) (at #/paths/~1a/get)
    secure.yaml:6:9: warning: the operation does not declare the response 403, which is returned when scopes are missing (at #/paths/~1b/get)
    ");
}

#[test]
fn reads_a_document_from_standard_input() {
    let outcome = Folder::new().run_with_input(&["check", "-"], &with_paths(PING));
    assert_snapshot!(outcome.output(0), @"-: supported, 1 operation");
}

#[test]
fn reports_as_json() {
    let folder = Folder::new();
    folder.write("pong.yaml", &with_paths(PONG));
    assert_snapshot!(folder.run(&["check", "--format", "json", "pong.yaml", "none.yaml"]).output(2), @r#"
    [
      {
        "document": "pong.yaml",
        "status": "unsupported",
        "operations": 2,
        "parameters": 1,
        "schemas": 0,
        "errors": [
          {
            "file": "pong.yaml",
            "line": 7,
            "column": 70,
            "pointer": "/paths/~1pong/get/parameters/0/schema/minLength",
            "message": "`minLength` must be a whole number that is not negative"
          },
          {
            "file": "pong.yaml",
            "line": 11,
            "column": 7,
            "pointer": "/paths/~1pong/put/responses",
            "message": "an operation must have at least one response"
          }
        ],
        "warnings": []
      },
      {
        "document": "none.yaml",
        "status": "unreadable",
        "errors": [
          {
            "file": "none.yaml",
            "line": null,
            "column": null,
            "pointer": "",
            "message": "cannot read the document: No such file or directory (os error 2)"
          }
        ],
        "warnings": []
      }
    ]
    "#);
}

#[test]
fn does_not_warn_about_extensions_that_have_an_effect() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.yaml");
    let output = Folder::new().run(&["check", document]).output(0);
    assert!(!output.contains("x-dropspec-"), "{output}");
}

#[test]
fn reports_read_only_columns() {
    let ship = "components:
  schemas:
    Ship:
      type: object
      required: [id]
      x-dropspec-table: { name: ships, key: id }
      properties: { id: { type: string, format: uuid, readOnly: true } }
";
    let folder = Folder::new();
    folder.write("ships.yaml", &(with_paths(PING) + ship));
    assert_snapshot!(folder.run(&["check", "ships.yaml"]).output(1), @"
    ships.yaml: not supported, 1 operation, 1 schema, 1 error
    ships.yaml:14:21: error: a required property of a table cannot be `readOnly` or `writeOnly`; describe what clients send in a schema of its own (at #/components/schemas/Ship/properties/id)
    ");
}

#[test]
fn reports_unknown_dropspec_extensions_once() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(&PING.replace("/ping:", "/ping:\n  x-dropspec-name: ping")));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).output(1), @"
    ping.yaml: not supported, 1 operation, 1 error
    ping.yaml:5:5: error: `x-dropspec-name` of a path is not supported (at #/paths/~1ping/x-dropspec-name)
    ");
}

#[test]
fn counts_equal_warnings_instead_of_repeating_them() {
    let parameter = |name: &str| {
        format!("{{ name: {name}, in: query, schema: {{ $ref: '#/components/schemas/Name', description: A name. }} }}")
    };
    let parameters = ["a", "b", "c"].map(parameter).join(", ");
    let path = PING.replace("responses:", &format!("parameters: [{parameters}]\n    responses:"));
    let schemas = "components: { schemas: { Name: { type: string } } }\n";
    let folder = Folder::new();
    folder.write("ping.yaml", &(with_paths(&path) + schemas));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).output(0), @"
    ping.yaml: supported, 1 operation, 3 parameters, 1 schema, 1 warning
    ping.yaml:7:87: warning: `description` beside `$ref` has no effect: OpenAPI 3.0 ignores it (and 2 more occurrences) (at #/paths/~1ping/get/parameters/0/schema/description)
    ");
    assert_snapshot!(folder.run(&["check", "--strict", "ping.yaml"]).output(1), @"
    ping.yaml: not supported, 1 operation, 3 parameters, 1 schema, 1 error
    ping.yaml:7:87: error: `description` beside `$ref` has no effect: OpenAPI 3.0 ignores it (and 2 more occurrences) (at #/paths/~1ping/get/parameters/0/schema/description)
    ");
}

#[test]
fn warns_about_requirements_that_no_request_satisfies() {
    let path = PING.replace("responses:", "security: [{ basic: [], bearer: [] }]\n    responses:");
    let schemes = "components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
";
    let folder = Folder::new();
    folder.write("ping.yaml", &(with_paths(&path) + schemes));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).output(0), @"
    ping.yaml: supported, 1 operation, 2 warnings
    ping.yaml:5:5: warning: the operation does not declare the response 401, which is returned when credentials are missing or invalid (at #/paths/~1ping/get)
    ping.yaml:5:5: warning: no request can have credentials of two authentication schemes in `Authorization`: it gets 401; make the schemes alternatives (at #/paths/~1ping/get)
    ");
}
