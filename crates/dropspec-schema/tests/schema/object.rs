//! `type: object`.

use dropspec_schema::{
    Decode, DecodeObject, ErrorSource, Integer, Nullable, ObjectValidator, Properties, Text, Violation, from_json,
    required,
};
use proptest::prelude::*;
use serde::de::MapAccess;
use serde_json::{Value, json};

use crate::support::{agree, any_text, cases, schema};

/// What generated code has for an object with a required property, an optional one and a nullable one.
#[derive(Debug, PartialEq)]
struct Thing<const ADDITIONAL_PROPERTIES: bool> {
    size: i32,
    name: Option<String>,
    note: Option<String>,
}

impl<const ADDITIONAL_PROPERTIES: bool> DecodeObject for Thing<ADDITIONAL_PROPERTIES> {
    const PROPERTIES: &'static [&'static str] = &["size", "name", "note"];
    const ADDITIONAL_PROPERTIES: bool = ADDITIONAL_PROPERTIES;

    fn decode_properties<'de, A: MapAccess<'de>>(properties: &mut Properties<A>) -> Result<Self, A::Error> {
        let (mut size, mut name, mut note) = (None, None, None);
        while let Some(position) = properties.next_position()? {
            match position {
                0 => size = properties.value(Integer::int32().minimum(0))?,
                1 => name = properties.value(Text::new().max_length(3))?,
                _ => note = properties.value(Nullable(Text::new()))?,
            }
        }
        Ok(Self { size: required(size)?, name, note: note.flatten() })
    }
}

fn json(open: bool) -> Value {
    json!({
        "type": "object",
        "required": ["size"],
        "additionalProperties": open,
        "properties": {
            "size": { "type": "integer", "minimum": 0, "maximum": i32::MAX },
            "name": { "type": "string", "maxLength": 3 },
            "note": { "type": ["string", "null"] },
        },
    })
}

/// Objects with some of the properties, in any order, with values that mostly fit. No name stands twice.
fn objects() -> impl Strategy<Value = String> {
    let property = |name: &'static str, value: BoxedStrategy<String>| {
        let value = prop_oneof![6 => value, 1 => any_text()];
        proptest::option::weighted(0.8, value).prop_map(move |value| Some((name, value?)))
    };
    let known = (
        property("size", (-2_i32..9).prop_map(|size| size.to_string()).boxed()),
        property("name", "[abé]{0,4}".prop_map(|name| json!(name).to_string()).boxed()),
        property("note", prop_oneof!["\"[a-z]?\"".prop_map(|note| note), Just("null".to_owned())].boxed()),
    );
    let unknown = proptest::option::weighted(0.2, any_text()).prop_map(|value| Some(("other", value?)));
    let all = (known, unknown)
        .prop_map(|((size, name, note), other)| [size, name, note, other].into_iter().flatten().collect());
    let all = all.prop_shuffle().prop_map(|properties: Vec<(&str, String)>| {
        let members: Vec<String> = properties.iter().map(|(name, value)| format!("{}: {value}", json!(name))).collect();
        format!("{{{}}}", members.join(", "))
    });
    prop_oneof![8 => all, 1 => any_text()]
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn closed_objects_are_judged_alike(text in objects()) {
        agree(ObjectValidator::<Thing<false>>::new(), &json(false), &text)?;
    }

    #[test]
    fn open_objects_are_judged_alike(text in objects()) {
        agree(ObjectValidator::<Thing<true>>::new(), &json(true), &text)?;
    }
}

#[test]
fn the_values_are_those_in_the_text() {
    let thing: Thing<true> = from_json(r#"{ "other": [1], "note": null, "name": "a", "size": 2.0 }"#).unwrap();
    assert_eq!(thing, Thing { size: 2, name: Some("a".to_owned()), note: None });
}

#[test]
fn duplicate_properties_are_rejected_on_both_paths() {
    for (text, pointers) in [
        (r#"{ "size": 1, "size": 2 }"#, vec!["/size"]),
        // The same name in another spelling.
        (r#"{ "size": 1, "siz\u0065": 1, "note": null, "note": null }"#, vec!["/size", "/note"]),
        (r#"{ "size": 1, "name": "a" }"#, vec![]),
    ] {
        assert_eq!(from_json::<Thing<true>>(text).is_ok(), pointers.is_empty(), "{text}");
        let value = serde_json::from_str(text).unwrap();
        let found = schema(&json(true)).text_violations("", text, &value, usize::MAX).unwrap();
        let expected: Vec<_> = pointers.iter().map(|pointer| ErrorSource::Pointer((*pointer).to_owned())).collect();
        let sources: Vec<_> = found.reported().iter().map(|violation| violation.source.clone()).collect();
        assert_eq!(sources, expected, "{text}");
    }
}

#[test]
fn duplicate_properties_are_found_at_any_depth() {
    let text = r#"{ "size": 1, "more": [{}, { "a/b": { "c": 1, "d": 2, "c": 3 } }] }"#;
    let value = serde_json::from_str(text).unwrap();
    let found = schema(&json(true)).text_violations("/7", text, &value, usize::MAX).unwrap();
    let source = ErrorSource::Pointer("/7/more/1/a~1b/c".to_owned());
    assert_eq!(found.reported(), [Violation { source, detail: "duplicate property - '7.more.1.a/b.c'".to_owned() }]);
}

#[test]
fn a_text_ends_with_its_value() {
    assert!(from_json::<Thing<true>>(r#"{ "size": 1 } "#).is_ok());
    assert!(from_json::<Thing<true>>(r#"{ "size": 1 } {}"#).is_err());
}

#[test]
fn an_object_is_decoded_from_a_value_too() {
    let value = json!({ "size": 1, "name": "a" });
    assert_eq!(Thing::<true>::decode(value).unwrap().name.as_deref(), Some("a"));
}
