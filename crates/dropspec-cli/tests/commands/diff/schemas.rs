//! Changes of properties, types, enums and compositions, in requests and responses.

use insta::assert_snapshot;

use super::{THINGS, change, changes};

#[test]
fn reports_added_and_removed_properties() {
    assert_snapshot!(change("        count: { type: integer, format: int32, minimum: 0 }\n", ""), @"
    breaking: PUT /things/{id}: request `Thing`: property `count` removed
    breaking: PUT /things/{id}: response `Thing`: property `count` removed
    ");
    let weight = "tags: { type: array, items: { type: string } }\n        weight: { type: number }";
    assert_snapshot!(change("tags: { type: array, items: { type: string } }", weight), @"
    compatible: PUT /things/{id}: request `Thing`: property `weight` added
    compatible: PUT /things/{id}: response `Thing`: property `weight` added
    ");
    let new =
        THINGS.replace("tags: { type: array, items: { type: string } }", weight).replace("[name]", "[name, weight]");
    assert_snapshot!(changes(THINGS, &new), @"
    breaking: PUT /things/{id}: request `Thing`: required property `weight` added
    compatible: PUT /things/{id}: response `Thing`: property `weight` added
    ");
}

#[test]
fn treats_new_properties_of_closed_response_objects_as_breaking() {
    let closed = THINGS.replace("      required: [name]", "      additionalProperties: false\n      required: [name]");
    let new = closed.replace("        tags:", "        weight: { type: number }\n        tags:");
    assert_snapshot!(changes(&closed, &new), @"
    breaking: PUT /things/{id}: response `Thing`: property `weight` added, which `additionalProperties: false` ruled out before
    compatible: PUT /things/{id}: request `Thing`: property `weight` added
    ");
    assert_snapshot!(changes(&closed, THINGS), @"
    breaking: PUT /things/{id}: response `Thing`: additional properties are now unrestricted (before: forbidden)
    compatible: PUT /things/{id}: request `Thing`: additional properties are now unrestricted (before: forbidden)
    ");
    assert_snapshot!(changes(THINGS, &closed), @"
    breaking: PUT /things/{id}: request `Thing`: additional properties are now forbidden (before: unrestricted)
    compatible: PUT /things/{id}: response `Thing`: additional properties are now forbidden (before: unrestricted)
    ");
}

#[test]
fn reports_changes_of_required_properties() {
    assert_snapshot!(change("required: [name]", "required: [name, count]"), @"
    breaking: PUT /things/{id}: request `Thing`: property `count` is now required
    compatible: PUT /things/{id}: response `Thing`: property `count` is now required
    ");
    assert_snapshot!(change("required: [name]", "required: []"), @"
    breaking: PUT /things/{id}: response `Thing`: property `name` is now optional
    compatible: PUT /things/{id}: request `Thing`: property `name` is now optional
    ");
}

#[test]
fn ignores_read_only_properties_of_requests_and_write_only_ones_of_responses() {
    assert_snapshot!(change("name: { type: string,", "name: { readOnly: true, type: string,"), @"breaking: PUT /things/{id}: request `Thing`: property `name` removed");
    assert_snapshot!(change("count: { type: integer,", "count: { writeOnly: true, type: integer,"), @"breaking: PUT /things/{id}: response `Thing`: property `count` removed");
}

#[test]
fn reports_changes_of_types() {
    assert_snapshot!(change("count: { type: integer, format: int32,", "count: { type: number,"), @"
    breaking: PUT /things/{id}: response `Thing.count`: type changed from integer to number
    compatible: PUT /things/{id}: request `Thing.count`: type changed from integer to number
    ");
    assert_snapshot!(change("count: { type: integer, format: int32, minimum: 0 }", "count: { type: string }"), @"
    breaking: PUT /things/{id}: request `Thing.count`: type changed from integer to string
    breaking: PUT /things/{id}: response `Thing.count`: type changed from integer to string
    ");
    assert_snapshot!(change("items: { type: string }", "items: {}"), @"
    breaking: PUT /things/{id}: response `Thing.tags[]`: type changed from string to any
    compatible: PUT /things/{id}: request `Thing.tags[]`: type changed from string to any
    ");
    assert_snapshot!(change("maxLength: 10 }", "maxLength: 10, nullable: true }"), @"
    breaking: PUT /things/{id}: response `Thing.name`: null is now allowed
    compatible: PUT /things/{id}: request `Thing.name`: null is now allowed
    ");
    assert_snapshot!(change("format: int32", "format: int64"), @r#"
    breaking: PUT /things/{id}: response `Thing.count`: `format` changed from "int32" to "int64"
    compatible: PUT /things/{id}: request `Thing.count`: `format` changed from "int32" to "int64"
    "#);
    assert_snapshot!(change("{ type: boolean, default: false }", "{ type: boolean, default: true }"), @"breaking: PUT /things/{id}: request parameter `dry`: `default` changed from false to true");
}

#[test]
fn reports_changes_of_enum_values() {
    assert_snapshot!(change("[small, large]", "[large]"), @r#"
    breaking: PUT /things/{id}: request `Size`: "small" is no longer allowed
    compatible: PUT /things/{id}: response `Size`: "small" is no longer allowed
    "#);
    assert_snapshot!(change("[small, large]", "[small, medium, large]"), @r#"
    breaking: PUT /things/{id}: response `Size`: "medium" is now allowed
    compatible: PUT /things/{id}: request `Size`: "medium" is now allowed
    "#);
    assert_snapshot!(change("Size: { type: string, enum: [small, large] }", "Size: { type: string }"), @r#"
    breaking: PUT /things/{id}: response `Size`: `enum` removed: ["small","large"]
    compatible: PUT /things/{id}: request `Size`: `enum` removed: ["small","large"]
    "#);
}

#[test]
fn treats_references_and_their_targets_as_equal() {
    let inline = "size: { allOf: [{ type: string, enum: [large, small] }] }";
    assert_snapshot!(change("size: { $ref: '#/components/schemas/Size' }", inline), @"");
}

#[test]
fn reports_changes_of_compositions() {
    let with = |size: &str| THINGS.replace("Size: { type: string, enum: [small, large] }", &format!("Size: {size}"));
    let one_of = with("{ oneOf: [{ type: string }, { type: integer }] }");
    let more = with("{ oneOf: [{ type: boolean }, { type: integer }, { type: string }] }");
    assert_snapshot!(changes(&one_of, &more), @"
    breaking: PUT /things/{id}: response `Size`: subschema of `oneOf` added: `boolean`
    compatible: PUT /things/{id}: request `Size`: subschema of `oneOf` added: `boolean`
    ");
    assert_snapshot!(changes(&more, &one_of), @"
    breaking: PUT /things/{id}: request `Size`: subschema of `oneOf` removed: `boolean`
    compatible: PUT /things/{id}: response `Size`: subschema of `oneOf` removed: `boolean`
    ");
    let all_of = with("{ allOf: [{ type: string }, { maxLength: 5 }] }");
    assert_snapshot!(changes(&all_of, &with("{ allOf: [{ type: string }, { maxLength: 4 }, { minLength: 1 }] }")), @"
    breaking: PUT /things/{id}: request `Size`: `maxLength` changed from 5 to 4
    breaking: PUT /things/{id}: request `Size`: subschema of `allOf` added: unnamed
    compatible: PUT /things/{id}: response `Size`: `maxLength` changed from 5 to 4
    compatible: PUT /things/{id}: response `Size`: subschema of `allOf` added: unnamed
    ");
    assert_snapshot!(changes(THINGS, &all_of), @r#"
    breaking: PUT /things/{id}: request `Size`: `allOf` added
    breaking: PUT /things/{id}: response `Size`: type changed from string to any
    breaking: PUT /things/{id}: response `Size`: `enum` removed: ["small","large"]
    compatible: PUT /things/{id}: request `Size`: type changed from string to any
    compatible: PUT /things/{id}: request `Size`: `enum` removed: ["small","large"]
    compatible: PUT /things/{id}: response `Size`: `allOf` added
    "#);
    assert_snapshot!(changes(&with("{ not: { type: string } }"), &with("{ not: { type: integer } }")), @"
    breaking: PUT /things/{id}: request `Size`: `not` changed
    breaking: PUT /things/{id}: response `Size`: `not` changed
    ");
}

#[test]
fn compares_recursive_schemas() {
    let tree = THINGS.replace("items: { type: string }", "items: { $ref: '#/components/schemas/Thing' }");
    assert_snapshot!(changes(&tree, &tree.replace("maxLength: 10", "maxLength: 9")), @"
    breaking: PUT /things/{id}: request `Thing.name`: `maxLength` changed from 10 to 9
    compatible: PUT /things/{id}: response `Thing.name`: `maxLength` changed from 10 to 9
    ");
}
