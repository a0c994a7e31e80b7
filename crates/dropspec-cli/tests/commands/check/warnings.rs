//! Warnings, which `--strict` makes errors.

use insta::assert_snapshot;

use super::PING;
use crate::support::{Folder, with_paths};

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
    assert_snapshot!(folder.run(&["check", "extended.yaml"]).output(0), @"
    extended.yaml: supported, 1 operation, 3 warnings
    extended.yaml:4:3: warning: the extension `x-before` has no effect (at #/paths/x-before)
    extended.yaml:6:5: warning: the extension `x-owner` has no effect (and 1 more occurrence) (path /ping, at #/paths/~1ping/x-owner)
    extended.yaml:15:78: warning: this example violates its schema: {'x-data': 1} is not of type 'string' (GET /ping, response 200, property `x-owner`, at #/paths/~1ping/get/responses/200/content/application~1json/schema/properties/x-owner/example)
    ");
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
fn does_not_warn_about_extensions_that_have_an_effect() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.yaml");
    let output = Folder::new().run(&["check", document]).output(0);
    assert!(!output.contains("x-dropspec-"), "{output}");
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

#[test]
fn warns_about_schemas_that_require_themselves() {
    let folder = Folder::new();
    let schemas = "components:
  schemas:
    A: { type: object, required: [b], properties: { b: { $ref: '#/components/schemas/B' } } }
    B: { allOf: [ { type: object, required: [a], properties: { a: { type: array, minItems: 1, items: { $ref: '#/components/schemas/A' } } } } ] }
    Choice: { type: object, required: [next], properties: { next: { oneOf: [ { $ref: '#/components/schemas/Choice' }, { type: string } ] } } }
    List: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/List' } } } }
    Nullable: { type: object, nullable: true, required: [next], properties: { next: { $ref: '#/components/schemas/Nullable' } } }
    Shown: { type: object, required: [next], properties: { next: { allOf: [ { $ref: '#/components/schemas/Shown' } ], readOnly: true } } }
";
    folder.write("endless.yaml", &(with_paths(PING) + schemas));
    let output = folder.run(&["check", "endless.yaml"]).output(0);
    let found: Vec<&str> = output.lines().filter(|line| line.contains("requires itself")).collect();
    assert_eq!(found.len(), 1, "{output}");
    let expected = "no value satisfies this schema: it requires itself (and 1 more occurrence) (schema `A`, at #/components/schemas/A)";
    assert!(found[0].ends_with(expected), "{output}");
}

#[test]
fn warns_of_formats_without_effect() {
    let folder = Folder::new();
    let schema = |property: &str, schema: &str| format!("{property}: {{ {schema} }}");
    let properties = [
        schema("isbn", "type: string, format: isbn"),
        schema("other", "format: isbn"),
        schema("count", "type: integer, format: uint64"),
        schema("day", "type: number, format: date"),
        schema("text", "type: string, format: int32"),
        schema("secret", "type: string, format: password"),
        schema("key", "type: string, format: uuid"),
        // A property, not the keyword.
        schema("format", "type: string"),
    ]
    .join(", ");
    let body =
        format!("content: {{ application/json: {{ schema: {{ type: object, properties: {{ {properties} }} }} }} }}");
    let paths = format!("/a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ., {body} }} }} }} }}");
    folder.write("formats.yaml", &with_paths(&paths));
    let found = folder.run(&["check", "formats.yaml"]).output(0);
    let expected = [
        "supported, 1 operation, 4 warnings",
        "the format `isbn` is not checked; use `pattern`, or let the service check it (`--known-format`) (and 1 more occurrence) (GET /a",
        "the format `uint64` has no effect on values of the type `integer` (GET /a",
        "the format `date` has no effect on values of the type `number` (GET /a",
        "the format `int32` has no effect on values of the type `string` (GET /a",
    ];
    assert_eq!(found.lines().count(), 5, "{found}");
    for message in expected {
        assert!(found.contains(message), "{message}: {found}");
    }
    let found = folder.run(&["check", "--known-format", "isbn", "formats.yaml"]).output(0);
    assert!(found.contains("3 warnings") && !found.contains("isbn"), "{found}");
    let found = folder.run(&["check", "--known-format", "uuid", "formats.yaml"]);
    assert!(found.error(2).contains("the format `uuid` cannot be added: it is defined already"));
}
