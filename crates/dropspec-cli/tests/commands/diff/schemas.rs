//! Properties, types, enums and combinations, which are sent and answered.

use insta::assert_snapshot;

use super::{THINGS, change, changes};

#[test]
fn properties_come_and_go() {
    assert_snapshot!(change("        count: { type: integer, format: int32, minimum: 0 }\n", ""), @"
    breaking: PUT /things/{id}: sent `Thing`: the property `count` is gone
    breaking: PUT /things/{id}: answered `Thing`: the property `count` is gone
    ");
    let weight = "tags: { type: array, items: { type: string } }\n        weight: { type: number }";
    assert_snapshot!(change("tags: { type: array, items: { type: string } }", weight), @"
    compatible: PUT /things/{id}: sent `Thing`: the property `weight` is new
    compatible: PUT /things/{id}: answered `Thing`: the property `weight` is new
    ");
    let new =
        THINGS.replace("tags: { type: array, items: { type: string } }", weight).replace("[name]", "[name, weight]");
    assert_snapshot!(changes(THINGS, &new), @"
    breaking: PUT /things/{id}: sent `Thing`: the property `weight` is new, and required
    compatible: PUT /things/{id}: answered `Thing`: the property `weight` is new
    ");
}

#[test]
fn who_was_promised_nothing_else_does_not_expect_it() {
    let closed = THINGS.replace("      required: [name]", "      additionalProperties: false\n      required: [name]");
    let new = closed.replace("        tags:", "        weight: { type: number }\n        tags:");
    assert_snapshot!(changes(&closed, &new), @"
    breaking: PUT /things/{id}: answered `Thing`: the property `weight` is new, where no other was to be expected
    compatible: PUT /things/{id}: sent `Thing`: the property `weight` is new
    ");
    assert_snapshot!(changes(&closed, THINGS), @"
    breaking: PUT /things/{id}: answered `Thing`: other properties may be everything, not nothing
    compatible: PUT /things/{id}: sent `Thing`: other properties may be everything, not nothing
    ");
    assert_snapshot!(changes(THINGS, &closed), @"
    breaking: PUT /things/{id}: sent `Thing`: other properties may be nothing, not everything
    compatible: PUT /things/{id}: answered `Thing`: other properties may be nothing, not everything
    ");
}

#[test]
fn required_is_a_promise_of_the_service_and_a_demand_on_clients() {
    assert_snapshot!(change("required: [name]", "required: [name, count]"), @"
    breaking: PUT /things/{id}: sent `Thing`: the property `count` is required now
    compatible: PUT /things/{id}: answered `Thing`: the property `count` is required now
    ");
    assert_snapshot!(change("required: [name]", "required: []"), @"
    breaking: PUT /things/{id}: answered `Thing`: the property `name` may be missing now
    compatible: PUT /things/{id}: sent `Thing`: the property `name` may be missing now
    ");
}

#[test]
fn read_only_properties_are_not_sent_and_write_only_ones_not_answered() {
    assert_snapshot!(change("name: { type: string,", "name: { readOnly: true, type: string,"), @"breaking: PUT /things/{id}: sent `Thing`: the property `name` is gone");
    assert_snapshot!(change("count: { type: integer,", "count: { writeOnly: true, type: integer,"), @"breaking: PUT /things/{id}: answered `Thing`: the property `count` is gone");
}

#[test]
fn types_change() {
    assert_snapshot!(change("count: { type: integer, format: int32,", "count: { type: number,"), @"
    breaking: PUT /things/{id}: answered `Thing.count`: the type is number, not integer
    compatible: PUT /things/{id}: sent `Thing.count`: the type is number, not integer
    ");
    assert_snapshot!(change("count: { type: integer, format: int32, minimum: 0 }", "count: { type: string }"), @"
    breaking: PUT /things/{id}: sent `Thing.count`: the type is string, not integer
    breaking: PUT /things/{id}: answered `Thing.count`: the type is string, not integer
    ");
    assert_snapshot!(change("items: { type: string }", "items: {}"), @"
    breaking: PUT /things/{id}: answered `Thing.tags[]`: the type is free, not string
    compatible: PUT /things/{id}: sent `Thing.tags[]`: the type is free, not string
    ");
    assert_snapshot!(change("maxLength: 10 }", "maxLength: 10, nullable: true }"), @"
    breaking: PUT /things/{id}: answered `Thing.name`: it may be null now
    compatible: PUT /things/{id}: sent `Thing.name`: it may be null now
    ");
    assert_snapshot!(change("format: int32", "format: int64"), @r#"
    breaking: PUT /things/{id}: answered `Thing.count`: `format` is "int64", not "int32"
    compatible: PUT /things/{id}: sent `Thing.count`: `format` is "int64", not "int32"
    "#);
    assert_snapshot!(change("{ type: boolean, default: false }", "{ type: boolean, default: true }"), @"breaking: PUT /things/{id}: sent parameter `dry`: `default` is true, not false");
}

#[test]
fn values_of_an_enum_come_and_go() {
    assert_snapshot!(change("[small, large]", "[large]"), @r#"
    breaking: PUT /things/{id}: sent `Size`: "small" is not allowed any more
    compatible: PUT /things/{id}: answered `Size`: "small" is not allowed any more
    "#);
    assert_snapshot!(change("[small, large]", "[small, medium, large]"), @r#"
    breaking: PUT /things/{id}: answered `Size`: "medium" is allowed now
    compatible: PUT /things/{id}: sent `Size`: "medium" is allowed now
    "#);
    assert_snapshot!(change("Size: { type: string, enum: [small, large] }", "Size: { type: string }"), @r#"
    breaking: PUT /things/{id}: answered `Size`: `enum` is not ["small","large"] any more
    compatible: PUT /things/{id}: sent `Size`: `enum` is not ["small","large"] any more
    "#);
}

#[test]
fn a_reference_and_what_it_refers_to_are_the_same() {
    let inline = "size: { allOf: [{ type: string, enum: [large, small] }] }";
    assert_snapshot!(change("size: { $ref: '#/components/schemas/Size' }", inline), @"");
}

#[test]
fn combinations_change() {
    let with = |size: &str| THINGS.replace("Size: { type: string, enum: [small, large] }", &format!("Size: {size}"));
    let one_of = with("{ oneOf: [{ type: string }, { type: integer }] }");
    let more = with("{ oneOf: [{ type: boolean }, { type: integer }, { type: string }] }");
    assert_snapshot!(changes(&one_of, &more), @"
    breaking: PUT /things/{id}: answered `Size`: a part of `oneOf` is new: `boolean`
    compatible: PUT /things/{id}: sent `Size`: a part of `oneOf` is new: `boolean`
    ");
    assert_snapshot!(changes(&more, &one_of), @"
    breaking: PUT /things/{id}: sent `Size`: a part of `oneOf` is gone: `boolean`
    compatible: PUT /things/{id}: answered `Size`: a part of `oneOf` is gone: `boolean`
    ");
    let all_of = with("{ allOf: [{ type: string }, { maxLength: 5 }] }");
    assert_snapshot!(changes(&all_of, &with("{ allOf: [{ type: string }, { maxLength: 4 }, { minLength: 1 }] }")), @"
    breaking: PUT /things/{id}: sent `Size`: `maxLength` is 4, not 5
    breaking: PUT /things/{id}: sent `Size`: a part of `allOf` is new: a schema
    compatible: PUT /things/{id}: answered `Size`: `maxLength` is 4, not 5
    compatible: PUT /things/{id}: answered `Size`: a part of `allOf` is new: a schema
    ");
    assert_snapshot!(changes(THINGS, &all_of), @r#"
    breaking: PUT /things/{id}: sent `Size`: `allOf` is new
    breaking: PUT /things/{id}: answered `Size`: the type is free, not string
    breaking: PUT /things/{id}: answered `Size`: `enum` is not ["small","large"] any more
    compatible: PUT /things/{id}: sent `Size`: the type is free, not string
    compatible: PUT /things/{id}: sent `Size`: `enum` is not ["small","large"] any more
    compatible: PUT /things/{id}: answered `Size`: `allOf` is new
    "#);
    assert_snapshot!(changes(&with("{ not: { type: string } }"), &with("{ not: { type: integer } }")), @"
    breaking: PUT /things/{id}: sent `Size`: `not` differs
    breaking: PUT /things/{id}: answered `Size`: `not` differs
    ");
}

#[test]
fn a_schema_within_itself_ends() {
    let tree = THINGS.replace("items: { type: string }", "items: { $ref: '#/components/schemas/Thing' }");
    assert_snapshot!(changes(&tree, &tree.replace("maxLength: 10", "maxLength: 9")), @"
    breaking: PUT /things/{id}: sent `Thing.name`: `maxLength` is 9, not 10
    compatible: PUT /things/{id}: answered `Thing.name`: `maxLength` is 9, not 10
    ");
}
