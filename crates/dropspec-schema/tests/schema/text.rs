//! `type: string`.

use std::str::FromStr;

use dropspec_schema::{Components, EnumValidator, Format, Pattern, Schema, Text, UuidFormat};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use crate::support::{agree, any_text, cases, decoded, keywords};

/// Patterns as the document has them and as the generator translates them.
const PATTERNS: &[(&str, &str)] = &[
    (r"^[^\u0000]*$", r"^[^\u0000]*$"),
    (r"^\d+$", "^[0-9]+$"),
    ("b", "b"),
    (r"^\p{L}{2,3}$", r"^\p{L}{2,3}$"),
    ("^(a|é)*.$", "^(a|é)*[^\n\r\u{2028}\u{2029}]$"),
];

fn strings() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        "[ab0é\u{0}😀\n]{0,8}",
        "\\PC{0,6}",
        any::<String>(),
        // Long ones that are many bytes and few characters, or the other way round.
        (0_usize..40).prop_map(|length| "😀".repeat(length)),
        (0_usize..40).prop_map(|length| "a".repeat(length)),
    ];
    prop_oneof![9 => string.prop_map(|string| json!(string).to_string()), 1 => any_text()]
}

/// UUIDs, in forms that the format allows and in others.
fn keys() -> impl Strategy<Value = String> {
    let key = any::<u128>().prop_map(uuid::Uuid::from_u128);
    let key = (key, 0..8).prop_map(|(key, form)| match form {
        0 | 1 => key.to_string(),
        2 => key.to_string().to_uppercase(),
        3 => key.simple().to_string(),
        4 => key.urn().to_string(),
        5 => key.braced().to_string(),
        6 => key.to_string().replace('-', "_"),
        _ => format!(" {}", &key.to_string()[1..]),
    });
    prop_oneof![4 => key, 1 => "[0-9a-fA-F-]{32,36}"].prop_map(|key| json!(key).to_string())
}

/// The type of an enum, as the generator makes it.
#[derive(Debug, PartialEq)]
enum Size {
    Small,
    ExtraLarge,
}

impl FromStr for Size {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "s" => Ok(Self::Small),
            "x-large" => Ok(Self::ExtraLarge),
            _ => Err(()),
        }
    }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn strings_are_judged_alike(
        least in option::of(0_usize..6),
        most in option::of(0_usize..12),
        pattern in option::of(proptest::sample::select(PATTERNS)),
        text in strings(),
    ) {
        let seed = least.map_or(Text::new(), |length| Text::new().min_length(length));
        let seed = most.map_or(seed, |length| seed.max_length(length));
        let seed = pattern.map_or(seed, |(_, rust)| seed.pattern(Box::leak(Box::new(Pattern::new(rust)))));
        let json = keywords("string", &[
            ("minLength", least.map(|length| json!(length))),
            ("maxLength", most.map(|length| json!(length))),
            ("pattern", pattern.map(|(document, _)| json!(document))),
        ]);
        agree(seed, &json, &text)?;
    }

    #[test]
    fn keys_are_judged_alike(text in prop_oneof![4 => keys(), 1 => any_text()]) {
        agree(UuidFormat, &json!({ "type": "string", "format": "uuid" }), &text)?;
    }

    #[test]
    fn choices_are_judged_alike(
        text in prop_oneof!["\"(s|S|x-large|x_large| s|)\"".prop_map(|text| text), any_text()],
    ) {
        agree(EnumValidator::<Size>::new(), &json!({ "type": "string", "enum": ["s", "x-large"] }), &text)?;
    }
}

#[test]
fn the_values_are_those_in_the_text() {
    assert_eq!(decoded(Text::new(), r#""a\n\u00e9""#).as_deref(), Some("a\né"));
    assert_eq!(decoded(EnumValidator::<Size>::new(), r#""x-large""#), Some(Size::ExtraLarge));
    assert_eq!(decoded(EnumValidator::<Size>::new(), r#""s""#), Some(Size::Small));
    let key = decoded(UuidFormat, r#""01930B7E5A4C7C3E9D2A6F1B2C3D4E5F""#).map(|key| key.to_string());
    assert_eq!(key.as_deref(), Some("01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f"));
}

#[test]
fn a_pattern_that_cannot_be_compiled_allows_nothing() {
    static BROKEN: Pattern = Pattern::new("(");
    assert_eq!(decoded(Text::new().pattern(&BROKEN), r#""""#), None);
}

/// A format of a service: an even number of characters.
const EVEN: Format = Format::new("even", |text| text.chars().count().is_multiple_of(2));

static WITH_EVEN: Components = Components::new("{}").with_formats(&[EVEN]);
static EVEN_TEXT: Schema = Schema::new(&WITH_EVEN, r#"{"type":"string","format":"even","minLength":2}"#);

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn formats_of_a_service(text in strings()) {
        let fast = decoded(Text::new().min_length(2).format(EVEN), &text).is_some();
        let complete = serde_json::from_str(&text).is_ok_and(|value| EVEN_TEXT.violations(&value).unwrap().is_empty());
        prop_assert_eq!(fast, complete, "{}", text);
    }
}
