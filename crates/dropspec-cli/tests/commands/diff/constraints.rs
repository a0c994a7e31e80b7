//! Changes of bounds: tighter ones break requests, looser ones break readers of responses.

use insta::assert_snapshot;

use super::{THINGS, changes};

/// The changes when the schema of a request parameter and of a response header changes.
fn schema_changes(old: &str, new: &str) -> String {
    let with = |schema: &str| {
        THINGS.replace("schema: { type: boolean, default: false }", &format!("schema: {schema}")).replace(
            "ETag: { required: true, schema: { type: string } }",
            &format!("ETag: {{ required: true, schema: {schema} }}"),
        )
    };
    changes(&with(old), &with(new))
}

#[test]
fn reports_tighter_and_looser_bounds() {
    assert_snapshot!(schema_changes("{ type: integer, minimum: 1 }", "{ type: integer, minimum: 2 }"), @"
    breaking: PUT /things/{id}: request parameter `dry`: `minimum` changed from 1 to 2
    compatible: PUT /things/{id}: response header `ETag`: `minimum` changed from 1 to 2
    ");
    assert_snapshot!(schema_changes("{ type: integer, maximum: 1 }", "{ type: integer, maximum: 2 }"), @"
    breaking: PUT /things/{id}: response header `ETag`: `maximum` changed from 1 to 2
    compatible: PUT /things/{id}: request parameter `dry`: `maximum` changed from 1 to 2
    ");
    assert_snapshot!(schema_changes("{ type: integer }", "{ type: integer, maximum: 2 }"), @"
    breaking: PUT /things/{id}: request parameter `dry`: `maximum` added: 2
    compatible: PUT /things/{id}: response header `ETag`: `maximum` added: 2
    ");
    assert_snapshot!(schema_changes("{ type: string, minLength: 2 }", "{ type: string }"), @"
    breaking: PUT /things/{id}: response header `ETag`: `minLength` removed: 2
    compatible: PUT /things/{id}: request parameter `dry`: `minLength` removed: 2
    ");
    assert_snapshot!(schema_changes("{ type: number, minimum: 1 }", "{ type: number, minimum: 1, exclusiveMinimum: true }"), @"
    breaking: PUT /things/{id}: request parameter `dry`: `minimum` is now exclusive
    compatible: PUT /things/{id}: response header `ETag`: `minimum` is now exclusive
    ");
}

#[test]
fn reports_changes_of_multiple_of() {
    assert_snapshot!(schema_changes("{ type: number, multipleOf: 0.1 }", "{ type: number, multipleOf: 0.3 }"), @"
    breaking: PUT /things/{id}: request parameter `dry`: `multipleOf` changed from 0.1 to 0.3
    compatible: PUT /things/{id}: response header `ETag`: `multipleOf` changed from 0.1 to 0.3
    ");
    assert_snapshot!(schema_changes("{ type: integer, multipleOf: 4 }", "{ type: integer, multipleOf: 2 }"), @"
    breaking: PUT /things/{id}: response header `ETag`: `multipleOf` changed from 4 to 2
    compatible: PUT /things/{id}: request parameter `dry`: `multipleOf` changed from 4 to 2
    ");
    assert_snapshot!(schema_changes("{ type: integer, multipleOf: 4 }", "{ type: integer, multipleOf: 6 }"), @"
    breaking: PUT /things/{id}: request parameter `dry`: `multipleOf` changed from 4 to 6
    breaking: PUT /things/{id}: response header `ETag`: `multipleOf` changed from 4 to 6
    ");
}

#[test]
fn treats_changed_patterns_as_breaking() {
    assert_snapshot!(schema_changes("{ type: string, pattern: a }", "{ type: string, pattern: b }"), @r#"
    breaking: PUT /things/{id}: request parameter `dry`: `pattern` changed from "a" to "b"
    breaking: PUT /things/{id}: response header `ETag`: `pattern` changed from "a" to "b"
    "#);
    assert_snapshot!(schema_changes("{ type: string, pattern: a }", "{ type: string }"), @r#"
    breaking: PUT /things/{id}: response header `ETag`: `pattern` removed: "a"
    compatible: PUT /things/{id}: request parameter `dry`: `pattern` removed: "a"
    "#);
}

#[test]
fn reports_changes_of_formats() {
    assert_snapshot!(schema_changes("{ type: string }", "{ type: string, format: date }"), @r#"
    breaking: PUT /things/{id}: request parameter `dry`: `format` added: "date"
    compatible: PUT /things/{id}: response header `ETag`: `format` added: "date"
    "#);
    assert_snapshot!(schema_changes("{ type: string, format: date }", "{ type: string, format: date-time }"), @r#"
    breaking: PUT /things/{id}: request parameter `dry`: `format` changed from "date" to "date-time"
    breaking: PUT /things/{id}: response header `ETag`: `format` changed from "date" to "date-time"
    "#);
}

#[test]
fn reports_changes_of_unique_items() {
    let array = "{ type: array, items: { type: string }";
    assert_snapshot!(schema_changes(&format!("{array} }}"), &format!("{array}, uniqueItems: true }}")), @"
    breaking: PUT /things/{id}: request parameter `dry`: `uniqueItems` added: true
    compatible: PUT /things/{id}: response header `ETag`: `uniqueItems` added: true
    ");
}
