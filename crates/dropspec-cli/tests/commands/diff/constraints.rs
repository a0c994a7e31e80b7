//! Bounds: closer is a demand on clients, wider is one on whoever reads the answers.

use insta::assert_snapshot;

use super::{THINGS, changes};

/// The change of a parameter, which is sent, and of a header, which is answered.
fn of_schema(old: &str, new: &str) -> String {
    let with = |schema: &str| {
        THINGS.replace("schema: { type: boolean, default: false }", &format!("schema: {schema}")).replace(
            "ETag: { required: true, schema: { type: string } }",
            &format!("ETag: {{ required: true, schema: {schema} }}"),
        )
    };
    changes(&with(old), &with(new))
}

#[test]
fn bounds_come_closer_and_give_way() {
    assert_snapshot!(of_schema("{ type: integer, minimum: 1 }", "{ type: integer, minimum: 2 }"), @"
    breaking: PUT /things/{id}: sent parameter `dry`: `minimum` is 2, not 1
    compatible: PUT /things/{id}: answered header `ETag`: `minimum` is 2, not 1
    ");
    assert_snapshot!(of_schema("{ type: integer, maximum: 1 }", "{ type: integer, maximum: 2 }"), @"
    breaking: PUT /things/{id}: answered header `ETag`: `maximum` is 2, not 1
    compatible: PUT /things/{id}: sent parameter `dry`: `maximum` is 2, not 1
    ");
    assert_snapshot!(of_schema("{ type: integer }", "{ type: integer, maximum: 2 }"), @"
    breaking: PUT /things/{id}: sent parameter `dry`: `maximum` is 2 now
    compatible: PUT /things/{id}: answered header `ETag`: `maximum` is 2 now
    ");
    assert_snapshot!(of_schema("{ type: string, minLength: 2 }", "{ type: string }"), @"
    breaking: PUT /things/{id}: answered header `ETag`: `minLength` is not 2 any more
    compatible: PUT /things/{id}: sent parameter `dry`: `minLength` is not 2 any more
    ");
    assert_snapshot!(of_schema("{ type: number, minimum: 1 }", "{ type: number, minimum: 1, exclusiveMinimum: true }"), @"
    breaking: PUT /things/{id}: sent parameter `dry`: the `minimum` itself is not allowed now
    compatible: PUT /things/{id}: answered header `ETag`: the `minimum` itself is not allowed now
    ");
}

#[test]
fn steps_are_finer_or_coarser_or_others() {
    assert_snapshot!(of_schema("{ type: number, multipleOf: 0.1 }", "{ type: number, multipleOf: 0.3 }"), @"
    breaking: PUT /things/{id}: sent parameter `dry`: `multipleOf` is 0.3, not 0.1
    compatible: PUT /things/{id}: answered header `ETag`: `multipleOf` is 0.3, not 0.1
    ");
    assert_snapshot!(of_schema("{ type: integer, multipleOf: 4 }", "{ type: integer, multipleOf: 2 }"), @"
    breaking: PUT /things/{id}: answered header `ETag`: `multipleOf` is 2, not 4
    compatible: PUT /things/{id}: sent parameter `dry`: `multipleOf` is 2, not 4
    ");
    assert_snapshot!(of_schema("{ type: integer, multipleOf: 4 }", "{ type: integer, multipleOf: 6 }"), @"
    breaking: PUT /things/{id}: sent parameter `dry`: `multipleOf` is 6, not 4
    breaking: PUT /things/{id}: answered header `ETag`: `multipleOf` is 6, not 4
    ");
}

#[test]
fn of_patterns_nobody_can_tell() {
    assert_snapshot!(of_schema("{ type: string, pattern: a }", "{ type: string, pattern: b }"), @r#"
    breaking: PUT /things/{id}: sent parameter `dry`: `pattern` is "b", not "a"
    breaking: PUT /things/{id}: answered header `ETag`: `pattern` is "b", not "a"
    "#);
    assert_snapshot!(of_schema("{ type: string, pattern: a }", "{ type: string }"), @r#"
    breaking: PUT /things/{id}: answered header `ETag`: `pattern` is not "a" any more
    compatible: PUT /things/{id}: sent parameter `dry`: `pattern` is not "a" any more
    "#);
}

#[test]
fn formats_promise_and_demand() {
    assert_snapshot!(of_schema("{ type: string }", "{ type: string, format: date }"), @r#"
    breaking: PUT /things/{id}: sent parameter `dry`: `format` is "date" now
    compatible: PUT /things/{id}: answered header `ETag`: `format` is "date" now
    "#);
    assert_snapshot!(of_schema("{ type: string, format: date }", "{ type: string, format: date-time }"), @r#"
    breaking: PUT /things/{id}: sent parameter `dry`: `format` is "date-time", not "date"
    breaking: PUT /things/{id}: answered header `ETag`: `format` is "date-time", not "date"
    "#);
}

#[test]
fn arrays_may_have_to_be_sets() {
    let array = "{ type: array, items: { type: string }";
    assert_snapshot!(of_schema(&format!("{array} }}"), &format!("{array}, uniqueItems: true }}")), @"
    breaking: PUT /things/{id}: sent parameter `dry`: `uniqueItems` is true now
    compatible: PUT /things/{id}: answered header `ETag`: `uniqueItems` is true now
    ");
}
