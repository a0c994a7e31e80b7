//! Errors, with their positions and subjects.

use insta::assert_snapshot;

use super::{PING, PONG};
use crate::support::{Folder, with_paths};

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
fn reports_read_only_columns_that_nothing_sets() {
    let ship = "components:
  schemas:
    Ship:
      type: object
      required: [id, berth]
      x-dropspec-table: { name: ships, key: id }
      properties:
        id: { type: string, format: uuid, readOnly: true }
        berth: { type: string, readOnly: true }
";
    let folder = Folder::new();
    folder.write("ships.yaml", &(with_paths(PING) + ship));
    assert_snapshot!(folder.run(&["check", "ships.yaml"]).output(1), @"
    ships.yaml: not supported, 1 operation, 1 schema, 1 error
    ships.yaml:16:9: error: nothing sets this required `readOnly` property of a table; make it optional, give it a default, or describe what clients send in a schema of its own (schema `Ship`, property `berth`, at #/components/schemas/Ship/properties/berth)
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
