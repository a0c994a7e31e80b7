//! Operations on tables with `x-dropspec-operation: aggregate`.

use crate::support::{assert_diagnostics, diagnostics};

/// A document with a table of ships, and figures about them.
const TOTALS: &str = "openapi: 3.0.3
info: { title: Fleet, version: 1.0.0 }
paths:
  /ships:
    get:
      operationId: list_ships
      responses:
        '200': { description: Yes., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Ship' } } } } }
  /ships/totals:
    get:
      operationId: total_ships
      x-dropspec-operation: aggregate
      parameters:
        - { name: crew_gte, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: sort, in: query, style: form, explode: false, schema: { type: array, items: { type: string, enum: [ships, -ships] } } }
      responses:
        '200':
          description: Figures.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Total' } } } }
        '400': { $ref: '#/components/responses/Problem' }
components:
  responses:
    Problem: { description: No., content: { application/problem+json: { schema: { type: object } } } }
  schemas:
    Rig: { type: string, enum: [sloop, brig] }
    Ship:
      x-dropspec-table: { name: ships, key: sign }
      type: object
      required: [sign, crew, rig]
      properties:
        sign: { type: string }
        crew: { type: integer }
        rig: { $ref: '#/components/schemas/Rig' }
        cost: { type: string, format: decimal }
        built: { type: string, format: date }
        papers: { type: object }
    Total:
      type: object
      required: [rig, ships, crew]
      properties:
        rig: { $ref: '#/components/schemas/Rig' }
        decade: { type: string, format: date, x-dropspec-group: { year: built } }
        ships: { type: integer, x-dropspec-aggregate: count }
        crew: { type: integer, x-dropspec-aggregate: { sum: crew } }
        cost: { type: string, format: decimal, x-dropspec-aggregate: { max: cost } }
";

#[test]
fn supported_aggregates_are_accepted() {
    assert_eq!(diagnostics(TOTALS), "no diagnostics");
    let inline = "{ type: string, enum: [sloop, brig] }";
    for (before, after) in [
        (
            "crew: { type: integer, x-dropspec-aggregate: { sum: crew } }",
            "crew: { type: string, format: decimal, x-dropspec-aggregate: { sum: crew } }",
        ),
        ("{ max: cost }", "{ min: cost }"),
        ("type: integer, x-dropspec-aggregate: count", "type: integer, x-dropspec-aggregate: { countDistinct: rig }"),
        (
            "crew: { type: integer, x-dropspec-aggregate: { sum: crew } }",
            "crew: { type: number, x-dropspec-aggregate: { average: crew } }",
        ),
        ("{ year: built }", "{ day: built }"),
        (
            "        - { name: crew_gte, in: query, schema: { type: integer } }\n",
            "        - { name: q, in: query, x-dropspec-search: [sign_contains], schema: { type: string } }\n",
        ),
    ] {
        assert!(TOTALS.contains(before), "{before}");
        assert_eq!(diagnostics(&TOTALS.replacen(before, after, 1)), "no diagnostics", "{after}");
    }
    assert!(diagnostics(&TOTALS.replace("{ $ref: '#/components/schemas/Rig' }", inline)).contains("has another type"));
}

#[test]
fn unsupported_aggregates_are_rejected() {
    let changes = [
        (
            "aggregate: count",
            "aggregate: { count: crew }",
            "x-dropspec-aggregate",
            "the number of rows needs no property: write `count`",
        ),
        (
            "aggregate: count",
            "aggregate: counts",
            "x-dropspec-aggregate",
            "`x-dropspec-aggregate` must be an entry such as `count` or `{ sum: amount }`",
        ),
        (
            "{ sum: crew }",
            "{ total: crew }",
            "x-dropspec-aggregate/total",
            "unknown word `total`; use count, countDistinct, sum",
        ),
        ("{ sum: crew }", "{ sum: wing }", "x-dropspec-aggregate/sum", "Ship has no property `wing`"),
        ("{ sum: crew }", "{ sum: rig }", "x-dropspec-aggregate", "`sum` is not supported for a string"),
        ("{ max: cost }", "{ max: rig }", "x-dropspec-aggregate", "`max` is not supported for a string"),
        (
            "{ max: cost }",
            "{ countDistinct: papers }",
            "x-dropspec-aggregate",
            "`countDistinct` is not supported for JSON",
        ),
        ("{ sum: crew }", "{ average: crew }", "properties/crew", "this property must be a number"),
        (
            "crew: { type: integer, x-",
            "crew: { type: integer, format: int32, x-",
            "properties/crew",
            "this property must be a decimal, or an integer of 64 bits",
        ),
        (
            "ships: { type: integer, x-",
            "ships: { type: number, x-",
            "properties/ships",
            "this property must be an integer of 64 bits",
        ),
        ("{ year: built }", "{ week: built }", "x-dropspec-group/week", "unknown word `week`; use year, month, day"),
        (
            "{ year: built }",
            "{ year: crew }",
            "x-dropspec-group",
            "only a date or a date-time has a year, not an integer",
        ),
        (
            "decade: { type: string, format: date, x-",
            "decade: { type: string, x-",
            "properties/decade",
            "this property must be a date",
        ),
        (
            "x-dropspec-group: { year: built }",
            "x-dropspec-group: { year: built }, x-dropspec-aggregate: count",
            "x-dropspec-aggregate",
            "exclude each other",
        ),
        (
            "required: [rig, ships, crew]",
            "required: [rig, ships, crew, cost]",
            "properties/cost",
            "must be nullable or not required: it is null for rows without `cost`",
        ),
        (
            "required: [rig, ships, crew]",
            "required: [rig, decade]",
            "properties/decade",
            "it is null for rows without `built`",
        ),
        (
            "schema: { type: array, items: { $ref: '#/components/schemas/Total' } }",
            "schema: { $ref: '#/components/schemas/Total' }",
            "properties/rig",
            "a result that is one object has no groups",
        ),
        (
            "schema: { type: array, items: { $ref: '#/components/schemas/Total' } }",
            "schema: { type: string }",
            "totals/get",
            "an aggregate operation returns 200 with JSON",
        ),
        (
            "items: { $ref: '#/components/schemas/Total' }",
            "items: { type: object }",
            "schema/items",
            "this must refer to an object schema in components",
        ),
        (
            "        rig: { $ref: '#/components/schemas/Rig' }\n        decade",
            "        wing: { type: string }\n        decade",
            "properties/wing",
            "Ship has no property `wing` to group by",
        ),
        (
            "        rig: { $ref: '#/components/schemas/Rig' }\n        decade",
            "        papers: { type: object }\n        decade",
            "properties/papers",
            "rows cannot be grouped by JSON",
        ),
        (
            "minimum: 1, maximum: 100 }",
            "minimum: 1 }",
            "parameters/1/schema",
            "`limit` needs a `minimum` of at least 1 and a `maximum` of at most 10000",
        ),
        (
            "minimum: 1, maximum: 100 }",
            "minimum: 1, maximum: 10001 }",
            "parameters/1/schema",
            "a `maximum` of at most 10000",
        ),
        (
            "minimum: 1, maximum: 100 }",
            "minimum: 0, maximum: 100 }",
            "parameters/1/schema",
            "a `minimum` of at least 1",
        ),
        ("enum: [ships, -ships]", "enum: [ships, -sign]", "items/enum/1", "Total has no property `-sign`"),
        (
            "name: crew_gte",
            "name: count",
            "parameters/0",
            "parameter `count` is not supported here; use sort, limit, a filter such as `sign`",
        ),
        (
            "name: crew_gte, in: query",
            "name: Prefer, in: header",
            "parameters/0",
            "this parameter is not supported by the operation on the table",
        ),
        (
            "        '400': { $ref: '#/components/responses/Problem' }\n",
            "",
            "totals/get",
            "an operation on a table can return 400; declare this response",
        ),
        (
            "crew: { type: integer }\n        rig",
            "crew: { type: integer, x-dropspec-aggregate: count }\n        rig",
            "crew/x-dropspec-aggregate",
            "has an effect only in the result of an operation with `x-dropspec-operation: aggregate`",
        ),
        (
            "    get:\n      operationId: total_ships",
            "    post:\n      operationId: total_ships",
            "post",
            "no table supports an operation `aggregate` of this shape",
        ),
    ];
    assert_diagnostics(TOTALS, &changes);
}

#[test]
fn a_result_about_all_rows_is_one_object() {
    let object = TOTALS
        .replace("schema: { type: array, items: { $ref: '#/components/schemas/Total' } }", "schema: { $ref: '#/components/schemas/Total' }")
        .replace("        rig: { $ref: '#/components/schemas/Rig' }\n        decade: { type: string, format: date, x-dropspec-group: { year: built } }\n", "");
    let found = diagnostics(&object);
    assert!(
        found.contains("this property must be nullable or not required: it is null if there are no rows"),
        "{found}"
    );
    let object = object.replace("required: [rig, ships, crew]", "required: [ships]");
    let found = diagnostics(&object);
    assert!(
        found.contains("`limit` has no effect on a result that is one object; remove it")
            || found.contains("`sort` has no effect"),
        "{found}"
    );
    let (start, end) = (
        object.find("        - { name: limit").unwrap(),
        object.find("      responses:\n        '200':\n          description: Figures.").unwrap(),
    );
    let object = [&object[..start], &object[end..]].concat();
    assert_eq!(diagnostics(&object), "no diagnostics");
    let array = object.replace(
        "schema: { $ref: '#/components/schemas/Total' }",
        "schema: { type: array, items: { $ref: '#/components/schemas/Total' } }",
    );
    assert!(diagnostics(&array).contains("no property is a group; return one object instead of an array"));
    let only_group = TOTALS.replace("        ships: { type: integer, x-dropspec-aggregate: count }\n        crew: { type: integer, x-dropspec-aggregate: { sum: crew } }\n        cost: { type: string, format: decimal, x-dropspec-aggregate: { max: cost } }\n", "").replace("required: [rig, ships, crew]", "required: [rig]");
    assert!(diagnostics(&only_group).contains("no property is marked with `x-dropspec-aggregate`"));
}
