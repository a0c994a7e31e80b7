//! `dropspec check`.

mod diagnostics;
mod formats;
mod hints;
mod warnings;

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
fn counts_operations_parameters_and_schemas() {
    let line = Folder::new().run(&["check", SHOP]).output(0);
    assert!(line.ends_with("shop.yaml: supported, 9 operations, 16 parameters, 14 schemas\n"), "{line}");
}

#[test]
fn reads_a_document_from_standard_input() {
    let outcome = Folder::new().run_with_input(&["check", "-"], &with_paths(PING));
    assert_snapshot!(outcome.output(0), @"-: supported, 1 operation");
}
