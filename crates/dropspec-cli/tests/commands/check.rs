//! `dropspec check`.

use insta::assert_snapshot;

use crate::support::{Folder, SHOP, with_paths};

const PING: &str = "/ping:\n  get:\n    operationId: ping\n    responses: { '204': { description: It is there. } }";

/// One operation that is refused, for two reasons.
const PONG: &str = "/pong:
  get:
    operationId: pong
    parameters: [{ name: depth, in: query, schema: { type: string, minLength: -1 } }]
    responses: { '204': { description: It is there. } }
  put:
    operationId: put-pong
    responses: {}";

#[test]
fn a_document_that_is_supported_takes_one_line() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(PING));
    assert_snapshot!(folder.run(&["check", "ping.yaml"]).prints(0), @"ping.yaml: supported, 1 operation");
}

#[test]
fn what_is_refused_is_said_with_its_place() {
    let folder = Folder::new();
    folder.write("pong.yaml", &with_paths(PONG));
    assert_snapshot!(folder.run(&["check", "pong.yaml"]).prints(1), @"
    pong.yaml: refused, 2 operations, 1 parameter, 2 refusals
    pong.yaml:7:70: `minLength` must be a whole number that is not negative (at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: an operation must have at least one response (at #/paths/~1pong/put/responses)
    ");
}

#[test]
fn many_documents_are_checked_and_the_worst_decides() {
    let folder = Folder::new();
    folder.write("ping.yaml", &with_paths(PING));
    folder.write("pong.yaml", &with_paths(PONG));
    folder.write("broken.yaml", "openapi: [");
    assert_snapshot!(folder.run(&["check", "ping.yaml", "pong.yaml", "none.yaml", "broken.yaml", "ping.yaml"]).prints(2), @"
    ping.yaml: supported, 1 operation

    pong.yaml: refused, 2 operations, 1 parameter, 2 refusals
    pong.yaml:7:70: `minLength` must be a whole number that is not negative (at #/paths/~1pong/get/parameters/0/schema/minLength)
    pong.yaml:11:7: an operation must have at least one response (at #/paths/~1pong/put/responses)

    none.yaml: unreadable
    none.yaml: cannot read the document: No such file or directory (os error 2)

    broken.yaml: unreadable
    broken.yaml:2:1: not YAML: while parsing a node, did not find expected node content

    ping.yaml: supported, 1 operation
    ");
}

#[test]
fn a_document_that_has_everything_has_counts() {
    let line = Folder::new().run(&["check", SHOP]).prints(0);
    assert!(line.ends_with("shop.yaml: supported, 9 operations, 16 parameters, 14 schemas\n"), "{line}");
}

#[test]
fn what_has_no_effect_is_remarked_once() {
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
        description: Properties with names of keywords are none.
        content:
          application/json:
            schema: { type: object, properties: { x-owner: { type: string, example: { x-data: 1 } }, links: {} } }",
        ),
    );
    assert_snapshot!(folder.run(&["check", "extended.yaml"]).prints(0), @r#"
    extended.yaml: supported, 1 operation, 3 remarks
    extended.yaml:4:3: remark: the extension `x-before` has no effect (at #/paths/x-before)
    extended.yaml:6:5: remark: the extension `x-owner` has no effect, here and in another place (at #/paths/~1ping/x-owner)
    extended.yaml:15:78: remark: this example violates its schema: {"x-data":1} is not of type "string" (at #/paths/~1ping/get/responses/200/content/application~1json/schema/properties/x-owner/example)
    "#);
}

#[test]
fn denials_that_are_not_declared_are_remarked() {
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
    assert_snapshot!(folder.run(&["check", "secure.yaml"]).prints(0), @"
    secure.yaml: supported, 5 operations, 2 remarks
    secure.yaml:5:9: remark: callers without credentials that hold are answered with 401 and a problem, which the operation does not declare, and neither does another one (at #/paths/~1a/get)
    secure.yaml:6:9: remark: callers without the scopes are answered with 403 and a problem, which the operation does not declare (at #/paths/~1b/get)
    ");
}

#[test]
fn a_document_may_come_in_on_standard_input() {
    let outcome = Folder::new().run_with_input(&["check", "-"], &with_paths(PING));
    assert_snapshot!(outcome.prints(0), @"-: supported, 1 operation");
}

#[test]
fn machines_get_json() {
    let folder = Folder::new();
    folder.write("pong.yaml", &with_paths(PONG));
    assert_snapshot!(folder.run(&["check", "--format", "json", "pong.yaml", "none.yaml"]).prints(2), @r#"
    [
      {
        "document": "pong.yaml",
        "verdict": "refused",
        "operations": 2,
        "parameters": 1,
        "schemas": 0,
        "refused": [
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
        "remarks": []
      },
      {
        "document": "none.yaml",
        "verdict": "unreadable",
        "refused": [
          {
            "file": "none.yaml",
            "line": null,
            "column": null,
            "pointer": "",
            "message": "cannot read the document: No such file or directory (os error 2)"
          }
        ],
        "remarks": []
      }
    ]
    "#);
}
