//! Schemas that are points on the Earth.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_schemas};

/// A document with places, whose location has this mark and these properties.
fn place(mark: &str, location: &str) -> String {
    let location: String = location.lines().map(|line| format!("      {}\n", line.trim())).collect();
    with_schemas(&format!(
        "Place:\n  type: object\n  required: [id]\n  x-dropspec-table: {{ name: places, key: id }}\n  properties:\n    id: {{ type: integer }}\n    \
         at:\n      x-dropspec-geography: {mark}\n{location}"
    ))
}

const MARK: &str = "{ latitude: lat, longitude: lng }";
const LOCATION: &str = "type: object
    additionalProperties: false
    required: [lat, lng]
    properties: { lat: { type: number, minimum: -90, maximum: 90 }, lng: { type: number, minimum: -180, maximum: 180 } }";

#[test]
fn a_point_has_a_latitude_and_a_longitude() {
    assert_snapshot!(diagnostics(&place(MARK, LOCATION)), @"no diagnostics");
    let tighter = LOCATION.replace("-90", "50").replace("180 }", "30 }");
    assert_snapshot!(diagnostics(&place(MARK, &tighter)), @"no diagnostics");
}

#[test]
fn a_mark_names_both() {
    for (mark, expected) in [
        ("{}", "`latitude` is missing"),
        ("{ latitude: lat }", "`longitude` is missing"),
        ("{ latitude: lat, longitude: lng, altitude: a }", "`altitude` of a point is not supported"),
        ("{ latitude: lat, longitude: lon }", "the properties `lat` and `lon` alone"),
        ("{ latitude: lat, longitude: lat }", "the properties `lat` and `lat` alone"),
    ] {
        let found = diagnostics(&place(mark, LOCATION));
        assert!(found.contains(expected) || found.contains("has no property `lon`"), "{mark}: {found}");
    }
}

#[test]
fn nothing_but_a_point_is_marked() {
    for (words, other, expected) in [
        ("type: object\n", "", "a point must have `type: object`, `additionalProperties: false`"),
        (
            "additionalProperties: false",
            "description: Any.",
            "a point must have `type: object`, `additionalProperties: false`",
        ),
        (
            "required: [lat, lng]",
            "required: [lat]",
            "`lng` of a point must be a required number with `minimum: -180` and `maximum: 180`",
        ),
        ("-90, maximum: 90", "-90", "`lat` of a point must be a required number with `minimum: -90` and `maximum: 90`"),
        ("minimum: -90", "minimum: -91", "`lat` of a point must be a required number"),
        ("lat: { type: number", "lat: { type: integer", "`lat` of a point must be a required number"),
        ("lat: { type: number", "lat: { nullable: true, type: number", "`lat` of a point must be a required number"),
        ("properties: {", "properties: { alt: { type: number },", "the properties `lat` and `lng` alone"),
    ] {
        let found = diagnostics(&place(MARK, &LOCATION.replacen(words, other, 1)));
        assert!(found.contains(expected) && found.starts_with("api.yaml:"), "{other}: {found}");
    }
}

#[test]
fn a_point_is_in_no_other_index() {
    let document = place(MARK, LOCATION).replace("key: id }", "key: id, indexes: [[at]] }");
    let found = diagnostics(&document);
    assert!(found.contains("`at` is a point, which has a spatial index of its own in any case"), "{found}");
}
