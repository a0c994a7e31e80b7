//! Values that are written as plain text: parameters, and the cells of a list.

use dropspec_schema::{Boolean, Decode, Integer, Nullable, Number, Text, UuidFormat, Written, from_text, from_texts};
use proptest::prelude::*;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::{Value, json};

use crate::support::{cases, schema};

/// Texts that are numbers, and others that look like them.
fn texts() -> impl Strategy<Value = String> {
    const FIXED: &[&str] = &[
        "",
        " ",
        "0",
        "-0",
        "00",
        "1",
        " 1",
        "1 ",
        "\n1",
        "+1",
        "-1",
        "1.",
        ".5",
        "1.0",
        "1.5",
        "1e2",
        "1E+2",
        "1e-2",
        "1e",
        "0x1",
        "1_000",
        "1,5",
        "١",
        "NaN",
        "inf",
        "-Infinity",
        "1e999",
        "true",
        "false",
        "True",
        "TRUE",
        "null",
        "\"a\"",
        "[1]",
        "é",
        "a b",
        "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
        "01930B7E5A4C7C3E9D2A6F1B2C3D4E5F",
        "{01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f}",
        "9223372036854775807",
        "9223372036854775808",
    ];
    prop_oneof![
        4 => proptest::sample::select(FIXED).prop_map(str::to_owned),
        1 => any::<i32>().prop_map(|number| number.to_string()),
        1 => (-1e9..1e9_f64).prop_map(|number| number.to_string()),
        1 => "[-+0-9.eE ]{1,6}",
        1 => any::<String>(),
    ]
}

fn agree<'de, S: DeserializeSeed<'de>>(seed: S, json: Value, text: &'de str) -> Result<(), TestCaseError> {
    let schema = schema(&json);
    let slow = schema.parameter_violations("any", &schema.read(text)).unwrap().is_empty();
    prop_assert_eq!(from_text(text, seed).is_ok(), slow, "of the fast and the slow path, on {:?} under {}", text, json);
    Ok(())
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn integers_are_judged_alike(text in texts()) {
        let json = json!({ "type": "integer", "minimum": -3, "maximum": i32::MAX });
        agree(Integer::int32().minimum(-3), json, &text)?;
    }

    #[test]
    fn numbers_are_judged_alike(text in texts()) {
        // An integer that no double keeps is refused on the fast path, and only then.
        prop_assume!(text.len() < 16 || text.contains('.'));
        agree(Number::new().minimum(0.5, false), json!({ "type": "number", "minimum": 0.5 }), &text)?;
    }

    #[test]
    fn booleans_are_judged_alike(text in texts()) {
        agree(Boolean, json!({ "type": "boolean" }), &text)?;
    }

    #[test]
    fn strings_are_judged_alike(text in texts()) {
        agree(Text::new().min_length(1).max_length(3), json!({ "type": "string", "minLength": 1, "maxLength": 3 }), &text)?;
    }

    #[test]
    fn keys_are_judged_alike(text in texts()) {
        agree(UuidFormat, json!({ "type": "string", "format": "uuid" }), &text)?;
    }
}

#[test]
fn a_text_is_read_as_what_its_schema_asks_for() {
    for (kind, text, value) in [
        ("integer", "7", json!(7)),
        ("integer", "7.0", json!(7.0)),
        ("number", "-1e2", json!(-1e2)),
        ("boolean", "true", json!(true)),
        ("string", "true", json!("true")),
        ("string", "7", json!("7")),
        ("integer", " 7", json!(" 7")),
        ("integer", "seven", json!("seven")),
        ("boolean", "yes", json!("yes")),
    ] {
        assert_eq!(schema(&json!({ "type": kind })).read(text), value, "{kind} {text:?}");
    }
}

#[test]
fn the_values_are_those_in_the_text() {
    assert_eq!(from_text("-7", Integer::int64()).unwrap(), -7);
    assert_eq!(from_text("1e2", Integer::int32()).unwrap(), 100);
    assert_eq!(from_text("0.1", Number::new()).unwrap(), 0.1);
    assert_eq!(from_text("a b", Text::new()).unwrap(), "a b");
    assert!(from_text("true", Boolean).unwrap());
}

#[test]
fn a_nullable_number_as_plain_text_is_judged_alike() {
    let schema = schema(&json!({ "type": ["integer", "null"] }));
    let fast = from_text("7", Nullable(Integer::int64())).is_ok();
    assert_eq!(fast, schema.violations(&schema.read("7")).unwrap().is_empty());
}

/// An object of a nullable number, as generated code reads one.
#[derive(Debug, PartialEq)]
struct Weighed(Option<i64>);

impl Decode for Weighed {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Properties;

        impl<'de> Visitor<'de> for Properties {
            type Value = Weighed;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Weighed, A::Error> {
                let mut weight = None;
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "weight" => weight = map.next_value_seed(Nullable(Integer::int64()))?,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(Weighed(weight))
            }
        }

        deserializer.deserialize_map(Properties)
    }
}

#[test]
fn a_property_may_be_written_as_text_as_json_or_not_at_all() {
    let schema = schema(&json!({ "type": "object", "properties": { "weight": { "type": ["integer", "null"] } } }));
    for (written, fast, slow) in [
        (Written::Nothing, Some(None), json!(null)),
        (Written::Plain("7"), Some(Some(7)), json!(7)),
        (Written::Json("7"), Some(Some(7)), json!(7)),
        (Written::Json("null"), Some(None), json!(null)),
        (Written::Json("\"7\""), None, json!("7")),
        (Written::Json("7 7"), None, json!("7 7")),
        (Written::Plain("null"), None, json!("null")),
    ] {
        let properties = || [("weight", written), ("tags", Written::Json("[1, {}]"))].into_iter();
        assert_eq!(from_texts(properties()).ok(), fast.map(Weighed), "{written:?}");
        assert_eq!(schema.read_object(properties()), json!({ "weight": slow, "tags": [1, {}] }), "{written:?}");
        let allowed = schema.violations(&schema.read_object(properties())).unwrap().is_empty();
        assert_eq!(allowed, fast.is_some(), "{written:?}");
    }
}

#[test]
fn an_object_may_be_written_as_a_pair_of_texts() {
    let degrees = json!({ "type": "number", "maximum": 90 });
    let point =
        json!({ "type": "object", "required": ["lat", "lng"], "properties": { "lat": degrees, "lng": degrees } });
    let schema = schema(&json!({ "type": "object", "properties": { "at": point } }));
    for (pair, read, is_allowed) in [
        (["59.5", "-18"], json!({ "lat": 59.5, "lng": -18 }), true),
        (["91", "0"], json!({ "lat": 91, "lng": 0 }), false),
        (["north", ""], json!({ "lat": "north", "lng": "" }), false),
    ] {
        let [lat, lng] = pair;
        let properties = [("at", Written::Pair([("lat", lat), ("lng", lng)]))];
        let object = schema.read_object(properties);
        assert_eq!(object, json!({ "at": read }));
        assert_eq!(schema.violations(&object).unwrap().is_empty(), is_allowed, "{pair:?}");
    }
}
