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
    pong.yaml:7:70: error: `minLength` must be a whole number that is not negative (GET /pong, parameter `depth`, at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: error: an operation must have at least one response (PUT /pong, at #/paths/~1pong/put/responses)
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
    pong.yaml:7:70: error: `minLength` must be a whole number that is not negative (GET /pong, parameter `depth`, at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: error: an operation must have at least one response (PUT /pong, at #/paths/~1pong/put/responses)

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
    extended.yaml:6:5: warning: the extension `x-owner` has no effect (and 1 more occurrence) (path /ping, at #/paths/~1ping/x-owner)
    extended.yaml:15:78: warning: this example violates its schema: {"x-data":1} is not of type "string" (GET /ping, response 200, property `x-owner`, at #/paths/~1ping/get/responses/200/content/application~1json/schema/properties/x-owner/example)
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
    secure.yaml:5:9: warning: the operation does not declare the response 401, which is returned when credentials are missing or invalid (and 1 more operation) (GET /a, at #/paths/~1a/get)
    secure.yaml:6:9: warning: the operation does not declare the response 403, which is returned when scopes are missing (GET /b, at #/paths/~1b/get)
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
            "subject": "GET /pong, parameter `depth`",
            "message": "`minLength` must be a whole number that is not negative"
          },
          {
            "file": "pong.yaml",
            "line": 11,
            "column": 7,
            "pointer": "/paths/~1pong/put/responses",
            "subject": "PUT /pong",
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
            "subject": null,
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
    ships.yaml:14:21: error: a required property of a table cannot be `readOnly` or `writeOnly`; describe what clients send in a schema of its own (schema `Ship`, property `id`, at #/components/schemas/Ship/properties/id)
    ");
}

#[test]
fn reports_unknown_dropspec_extensions_once() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(&PING.replace("/ping:", "/ping:\n  x-dropspec-name: ping")));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).output(1), @"
    ping.yaml: not supported, 1 operation, 1 error
    ping.yaml:5:5: error: `x-dropspec-name` of a path is not supported (path /ping, at #/paths/~1ping/x-dropspec-name)
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
    ping.yaml:7:87: warning: `description` beside `$ref` has no effect: OpenAPI 3.0 ignores it (and 2 more occurrences) (GET /ping, parameter `a`, at #/paths/~1ping/get/parameters/0/schema/description)
    ");
    assert_snapshot!(folder.run(&["check", "--strict", "ping.yaml"]).output(1), @"
    ping.yaml: not supported, 1 operation, 3 parameters, 1 schema, 1 error
    ping.yaml:7:87: error: `description` beside `$ref` has no effect: OpenAPI 3.0 ignores it (and 2 more occurrences) (GET /ping, parameter `a`, at #/paths/~1ping/get/parameters/0/schema/description)
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
    ping.yaml:5:5: warning: the operation does not declare the response 401, which is returned when credentials are missing or invalid (GET /ping, at #/paths/~1ping/get)
    ping.yaml:5:5: warning: no request can have credentials of two authentication schemes in `Authorization`: it gets 401; make the schemes alternatives (GET /ping, at #/paths/~1ping/get)
    ");
}

/// A document with mistakes of every kind: of YAML, of spelling, of values, and of versions.
const MISTAKES: &str = "openapi: 3.0.3
info: { title: Null, version: 1.0 }
paths:
  /ships/{id}:
    get:
      x-dropspec-operaton: get
      parameters:
        - { name: id, in: path, require: true, schema: { type: int } }
        - { name: q, in: query, schema: { type: string, enum: [1.0, no] } }
      responses:
        4xx: { description: 2024 }
components:
  schemas:
    Ship: { type: object, require: [id], properties: { id: { type: strng, maxlength: 3 } } }
";

#[test]
fn reports_every_mistake_in_one_run() {
    let folder = Folder::new();
    folder.write("mistakes.yaml", MISTAKES);
    assert_snapshot!(folder.run(&["check", "mistakes.yaml"]).output(1), @r#"
    mistakes.yaml: not supported, 1 operation, 2 parameters, 1 schema, 10 errors, 1 warning
    mistakes.yaml:2:9: error: `title` must be a string; put it in quotes (at #/info/title)
    mistakes.yaml:2:22: error: `version` must be a string; put it in quotes (at #/info/version)
    mistakes.yaml:6:7: error: `x-dropspec-operaton` of an operation is not supported; did you mean `x-dropspec-operation`? (GET /ships/{id}, at #/paths/~1ships~1{id}/get/x-dropspec-operaton)
    mistakes.yaml:8:33: error: `require` of a parameter is not supported; did you mean `required`? (GET /ships/{id}, parameter `id`, at #/paths/~1ships~1{id}/get/parameters/0/require)
    mistakes.yaml:8:58: error: `int` is not a type; write `integer` (GET /ships/{id}, parameter `id`, at #/paths/~1ships~1{id}/get/parameters/0/schema/type)
    mistakes.yaml:11:9: error: invalid status `4xx`; write `4XX` (GET /ships/{id}, response 4xx, at #/paths/~1ships~1{id}/get/responses/4xx)
    mistakes.yaml:11:16: error: `description` must be a string; put it in quotes: `"2024"` (GET /ships/{id}, response 4xx, at #/paths/~1ships~1{id}/get/responses/4xx/description)
    mistakes.yaml:14:27: error: `require` of a schema is not supported; did you mean `required`? (schema `Ship`, at #/components/schemas/Ship/require)
    mistakes.yaml:14:62: error: `strng` is not a type; write `string` (schema `Ship`, property `id`, at #/components/schemas/Ship/properties/id/type)
    mistakes.yaml:14:75: error: `maxlength` of a schema is not supported; did you mean `maxLength`? (schema `Ship`, property `id`, at #/components/schemas/Ship/properties/id/maxlength)
    mistakes.yaml:9:64: warning: this value of `enum` matches nothing: it is not of the type `string`; put it in quotes (GET /ships/{id}, parameter `q`, at #/paths/~1ships~1{id}/get/parameters/1/schema/enum/0)
    "#);
}

#[test]
fn names_the_subjects_of_findings() {
    let operation = "/a:
  post:
    operationId: a
    requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { b: { type: array, items: { type: int } } } } } } }
    responses: { '200': { description: ., headers: { X-A: { schema: { type: int } } }, content: { text/plain: { schema: { type: int } } } } }";
    let folder = Folder::new();
    folder.write("a.yaml", &with_paths(operation));
    assert_snapshot!(folder.run(&["check", "a.yaml"]).output(1), @"
    a.yaml: not supported, 1 operation, 3 errors
    a.yaml:7:121: error: `int` is not a type; write `integer` (POST /a, request body, property `b`, items, at #/paths/~1a/post/requestBody/content/multipart~1form-data/schema/properties/b/items/type)
    a.yaml:8:73: error: `int` is not a type; write `integer` (POST /a, response 200, header `X-A`, at #/paths/~1a/post/responses/200/headers/X-A/schema/type)
    a.yaml:8:125: error: `int` is not a type; write `integer` (POST /a, response 200, at #/paths/~1a/post/responses/200/content/text~1plain/schema/type)
    ");
}

#[test]
fn reports_as_sarif() {
    let folder = Folder::new();
    let warned = PING.replace("/ping:", "/ping:\n  x-owner: me");
    folder.write("the pong.yaml", &with_paths(&PONG.replace("put-pong", "put")));
    folder.write("ping.yaml", &with_paths(&warned));
    assert_snapshot!(folder.run(&["check", "--format", "sarif", "the pong.yaml", "ping.yaml", "none.yaml"]).output(2), @r##"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "dropspec",
              "version": "0.1.0",
              "rules": [
                {
                  "id": "unreadable",
                  "shortDescription": {
                    "text": "The document cannot be read."
                  }
                },
                {
                  "id": "unsupported",
                  "shortDescription": {
                    "text": "The document is not valid, or has something that is not supported."
                  }
                },
                {
                  "id": "warning",
                  "shortDescription": {
                    "text": "A part of the document has no effect, or not the one that its author may expect."
                  }
                }
              ]
            }
          },
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "unsupported",
              "level": "error",
              "message": {
                "text": "`minLength` must be a whole number that is not negative"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "the%20pong.yaml"
                    },
                    "region": {
                      "startLine": 7,
                      "startColumn": 70
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "GET /pong, parameter `depth`",
                      "fullyQualifiedName": "#/paths/~1pong/get/parameters/0/schema/minLength"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "unsupported",
              "level": "error",
              "message": {
                "text": "an operation must have at least one response"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "the%20pong.yaml"
                    },
                    "region": {
                      "startLine": 11,
                      "startColumn": 7
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "PUT /pong",
                      "fullyQualifiedName": "#/paths/~1pong/put/responses"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "warning",
              "level": "warning",
              "message": {
                "text": "the extension `x-owner` has no effect"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "ping.yaml"
                    },
                    "region": {
                      "startLine": 5,
                      "startColumn": 5
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "path /ping",
                      "fullyQualifiedName": "#/paths/~1ping/x-owner"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "unreadable",
              "level": "error",
              "message": {
                "text": "cannot read the document: No such file or directory (os error 2)"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "none.yaml"
                    }
                  }
                }
              ]
            }
          ]
        }
      ]
    }
    "##);
}
