//! Lists of tables: their parameters and responses.

use crate::support::diagnostics;

/// A list of ships with a parameter, the schema of its items, and additional responses.
fn list(parameter: &str, items: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Fleet, version: 1.0.0 }}
paths:
  /ships:
    get:
      operationId: list_ships
      parameters:
        - {parameter}
      responses:
        '200':
          description: The ships.
          headers: {{ Link: {{ schema: {{ type: string }} }} }}
          content: {{ application/json: {{ schema: {{ type: array, items: {items} }} }} }}
        {more}
components:
  schemas:
    Ship:
      x-dropspec-table: {{ name: ships, key: sign }}
      type: object
      required: [sign]
      properties:
        sign: {{ type: string }}
        crew: {{ type: integer }}
        class: {{ type: string, enum: [brig, cutter] }}
        notes: {{ type: object }}
        photo: {{ type: string, format: byte }}
        ports: {{ type: array, items: {{ type: string }} }}
        berth:
          type: object
          additionalProperties: false
          required: [lat, lng]
          x-dropspec-geography: {{ latitude: lat, longitude: lng }}
          properties:
            lat: {{ type: number, minimum: -90, maximum: 90 }}
            lng: {{ type: number, minimum: -180, maximum: 180 }}
    Part:
      type: object
      properties: {{ sign: {{ type: string }}, crew: {{ type: integer }} }}
"
    )
}

const SHIP: &str = "{ $ref: '#/components/schemas/Ship' }";
const SHIP_OR_PART: &str = "{ anyOf: [{ $ref: '#/components/schemas/Ship' }, { $ref: '#/components/schemas/Part' }] }";
const REJECTED: &str =
    "'400': { description: No., content: { application/problem+json: { schema: { type: object } } } }";

/// An array parameter with the items.
fn array(name: &str, items: &str) -> String {
    format!(
        "{{ name: {name}, in: query, style: form, explode: false, schema: {{ type: array, items: {{ type: string, enum: [{items}] }} }} }}"
    )
}

#[test]
fn supported_list_parameters_are_accepted() {
    for parameter in [
        "{ name: limit, in: query, schema: { type: integer } }".to_owned(),
        "{ name: page_token, in: query, schema: { type: string } }".to_owned(),
        "{ name: count, in: query, schema: { type: boolean } }".to_owned(),
        "{ name: crew_gte, in: query, schema: { type: integer, format: int32 } }".to_owned(),
        "{ name: class, in: query, schema: { type: string } }".to_owned(),
        "{ name: sign_contains, in: query, schema: { type: string } }".to_owned(),
        "{ name: ports_contains, in: query, schema: { type: string } }".to_owned(),
        "{ name: crew_in, in: query, schema: { type: array, items: { type: integer } } }".to_owned(),
        array("class_not_in", "a, b"),
        "{ name: crew_null, in: query, schema: { type: boolean } }".to_owned(),
        "{ name: sign_prefix, in: query, schema: { type: string } }".to_owned(),
        "{ name: sign_contains, in: query, x-dropspec-case-sensitive: true, schema: { type: string } }".to_owned(),
        search("[sign, sign_prefix, class]"),
        array("sort", "sign, -sign, crew"),
        "{ name: format, in: query, schema: { type: string, enum: [json] } }".to_owned(),
    ] {
        assert_eq!(diagnostics(&list(&parameter, SHIP, REJECTED)), "no diagnostics", "{parameter}");
    }
    let fields = array("fields", "sign, crew");
    assert_eq!(diagnostics(&list(&fields, SHIP_OR_PART, REJECTED)), "no diagnostics");
}

/// A search by filters.
fn search(filters: &str) -> String {
    format!("{{ name: q, in: query, x-dropspec-search: {filters}, schema: {{ type: string }} }}")
}

fn near(name: &str, items: &str, count: u8) -> String {
    format!(
        "{{ name: {name}, in: query, explode: false, schema: {{ type: array, items: {{ {items} }}, minItems: {count}, maxItems: {count} }} }}"
    )
}

#[test]
fn unsupported_list_parameters_are_rejected() {
    let query = |name: &str, schema: &str| format!("{{ name: {name}, in: query, schema: {{ {schema} }} }}");
    for (parameter, items, expected) in [
        (
            query("flag", "type: string"),
            SHIP,
            "unknown list parameter `flag`; use limit, page_token, sort, count, fields, format, q, a filter such as `sign`, or `x-dropspec-search`",
        ),
        (query("crew_in", "type: integer"), SHIP, "`crew_in` must be an array with `style: form`"),
        (
            query("crew_in", "type: array, items: { type: string }"),
            SHIP,
            "`crew_in` must be an array of values, each an integer, like `crew`",
        ),
        (query("notes_ne", "type: string"), SHIP, "the filter `notes_ne` is not supported for the type of `notes`"),
        (query("sign_null", "type: boolean"), SHIP, "`sign_null` has no effect: `sign` is never null"),
        (query("crew_null", "type: string"), SHIP, "`crew_null` of a list must be a boolean"),
        (
            query("class_prefix", "type: string"),
            SHIP,
            "the filter `class_prefix` is not supported for the type of `class`",
        ),
        (search("[]"), SHIP, "`x-dropspec-search` needs the names of filters"),
        (search("[sign_prefix, crew]"), SHIP, "not a filter that compares text"),
        (search("[flag_contains]"), SHIP, "not a filter that compares text"),
        (query("limit", "type: string"), SHIP, "`limit` of a list must be an integer"),
        (query("page_token", "type: integer"), SHIP, "`page_token` of a list must be a string"),
        (query("count", "type: integer"), SHIP, "`count` of a list must be a boolean"),
        (query("crew_lte", "type: string"), SHIP, "`crew_lte` must be an integer, like `crew`"),
        (
            query("crew_contains", "type: string"),
            SHIP,
            "the filter `crew_contains` is not supported for the type of `crew`",
        ),
        (query("class_gte", "type: string"), SHIP, "the filter `class_gte` is not supported for the type of `class`"),
        (query("notes", "type: string"), SHIP, "the filter `notes` is not supported for the type of `notes`"),
        (
            query("sort", "type: string"),
            SHIP,
            "`sort` of a list must be an array with `style: form` and `explode: false`",
        ),
        (array("sort", "flag"), SHIP, "Ship has no property `flag`, with or without a `-`"),
        (array("sort", "-notes"), SHIP, "a list cannot be sorted by JSON"),
        (array("sort", "photo"), SHIP, "a list cannot be sorted by binary data"),
        (array("sort", "ports"), SHIP, "a list cannot be sorted by an array"),
        (
            query("photo", "type: string, format: byte"),
            SHIP,
            "the filter `photo` is not supported for the type of `photo`",
        ),
        (query("ports_contains", "type: integer"), SHIP, "`ports_contains` must be a string, like `ports`"),
        (
            query("notes_contains", "type: string"),
            SHIP,
            "the filter `notes_contains` is not supported for the type of `notes`",
        ),
        (array("sort", "berth"), SHIP, "a list cannot be sorted by a point"),
        (query("berth", "type: string"), SHIP, "the filter `berth` is not supported for the type of `berth`"),
        (near("crew_near", "type: number", 3), SHIP, "the filter `crew_near` is only for points"),
        (near("berth_near", "type: number", 2), SHIP, "`berth_near` must be an array of three numbers"),
        (near("berth_near", "type: integer", 3), SHIP, "`berth_near` must be an array of three numbers"),
        (query("berth_near", "type: string"), SHIP, "`berth_near` must be an array of three numbers"),
        (array("fields", "flag"), SHIP_OR_PART, "Ship has no property `flag`"),
        (array("fields", "sign"), SHIP, "with `fields` an item may lack properties"),
        (array("fields", "class"), SHIP_OR_PART, "with `fields` an item may lack properties"),
        (query("format", "type: string"), SHIP, "`format` must be an `enum` of json"),
        (query("format", "type: string, enum: [json, csv]"), SHIP, "the operation does not produce `csv`; use json"),
    ] {
        let found = diagnostics(&list(&parameter, items, REJECTED));
        assert!(found.contains(expected) && found.starts_with("api.yaml:"), "{parameter}: {found}");
    }
}

#[test]
fn the_responses_of_a_list_are_declared() {
    let condition = "{ name: If-None-Match, in: header, schema: { type: string } }";
    let token = "{ name: page_token, in: query, schema: { type: string } }";
    for (document, expected) in [
        (list(condition, SHIP, REJECTED), "an operation on a table can return 304; declare this response"),
        (list(token, SHIP, ""), "an operation on a table can return 400; declare this response"),
        (
            list(token, SHIP, REJECTED).replace("Link: {", "Link: { required: true,"),
            "this header is not always present; remove `required`",
        ),
        (
            list(token, SHIP, REJECTED).replace("Link", "Flag"),
            "this header has no value for an operation on a table; remove it",
        ),
        (
            list(token, SHIP, REJECTED).replace("content: { app", "content: { image/png: {}, app"),
            "rows cannot be written as image/png; use application/json, application/x-ndjson, text/csv or text/html",
        ),
    ] {
        let found = diagnostics(&document);
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn words_are_searched_for_in_the_properties_of_the_table() {
    let with_search =
        |parameter: &str| list(parameter, SHIP, REJECTED).replacen("key: sign }", "key: sign, search: [sign] }", 1);
    let q = "{ name: q, in: query, schema: { type: string } }";
    assert_eq!(diagnostics(&with_search(q)), "no diagnostics");
    for (document, message) in [
        (list(q, SHIP, REJECTED), "add `search: [title, summary]` there, or `x-dropspec-search` here"),
        (with_search("{ name: crew, in: query, schema: { type: integer } }"), "`search` has no effect"),
        (with_search("{ name: q, in: query, schema: { type: integer } }"), "`q` of a list must be a string"),
    ] {
        let found = diagnostics(&document);
        assert!(found.contains(message), "{message}\n{found}");
    }
}

#[test]
fn count_is_a_boolean_or_known_values() {
    let count = |values: &str| format!("{{ name: count, in: query, schema: {{ type: string, enum: [{values}] }} }}");
    let with_header = |values: &str| {
        let headers = "headers: { X-Total-Count-Estimated: { schema: { type: boolean } }, ";
        list(&count(values), SHIP, REJECTED).replacen("headers: { ", headers, 1)
    };
    for values in ["none, exact", "'false', 'true', estimated", "none, exact, estimated"] {
        assert_eq!(diagnostics(&with_header(values)), "no diagnostics", "{values}");
    }
    for (document, message) in [
        (
            with_header("none, planned"),
            "`count` of a list must be a boolean, or a string with an `enum` of `none`, `exact` and `estimated`",
        ),
        (
            list(&count("none, estimated"), SHIP, REJECTED),
            "a list with `count=estimated` needs the header `X-Total-Count-Estimated`",
        ),
    ] {
        let found = diagnostics(&document);
        assert!(found.contains(message), "{message}\n{found}");
    }
}
