//! Schemas with any keywords of their type.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// Bounds around those of the types.
const BOUNDS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "3",
    "1.5",
    "-0.5",
    "0.1",
    "1e3",
    "1e-3",
    "1e18",
    "1e19",
    "-1e19",
    "1e308",
    "-1e308",
    "5e-324",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "3.4028234663852886e38",
    "3.5e38",
];

/// The keywords of a schema that are present.
fn object(keywords: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let present = keywords.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(present.collect::<Map<_, _>>())
}

fn bound() -> impl Strategy<Value = Option<Value>> {
    option::weighted(0.4, select(BOUNDS).prop_map(|text| serde_json::from_str(text).unwrap()))
}

fn flag() -> impl Strategy<Value = Option<Value>> {
    option::weighted(0.3, any::<bool>().prop_map(Value::Bool))
}

fn count() -> impl Strategy<Value = Option<Value>> {
    option::weighted(0.4, (0..4_u8).prop_map(Value::from))
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = Option<Value>> {
    option::weighted(0.4, select(values).prop_map(Value::from))
}

fn numeric() -> impl Strategy<Value = Value> {
    let kind = select(&["integer", "number"][..]);
    let divisor = option::weighted(0.3, select(&["1", "2", "3", "0.5", "0.1", "1e18", "2.0"][..]));
    let format = one_of(&["int32", "int64", "double", "float", "decimal"]);
    (kind, format, bound(), bound(), flag(), flag(), divisor, flag()).prop_map(
        |(kind, format, minimum, maximum, exclusive_minimum, exclusive_maximum, divisor, nullable)| {
            object([
                ("type", Some(json!(kind))),
                ("format", format),
                ("minimum", minimum),
                ("maximum", maximum),
                ("exclusiveMinimum", exclusive_minimum),
                ("exclusiveMaximum", exclusive_maximum),
                ("multipleOf", divisor.map(|divisor| serde_json::from_str(divisor).unwrap())),
                ("nullable", nullable),
            ])
        },
    )
}

fn text() -> impl Strategy<Value = Value> {
    let pattern = one_of(&["^[ab]+$", "a|b", "^\\d{1,2}$", "^.$", "^\\w\\s?", "(?=a)a", "\\u00e9", "[^a]", "^$"]);
    let format = one_of(&["uuid", "date", "date-time", "byte", "binary", "email", "int32", "ipv4", "other", "decimal"]);
    let values = option::weighted(0.2, subsequence(&["a", "b", "", "A", "1", "é"][..], 1..4).prop_map(|it| json!(it)));
    (format, count(), count(), pattern, values, flag()).prop_map(|(format, least, most, pattern, values, nullable)| {
        object([
            ("type", Some(json!("string"))),
            ("format", format),
            ("minLength", least),
            ("maxLength", most),
            ("pattern", pattern),
            ("enum", values),
            ("nullable", nullable),
        ])
    })
}

fn boolean() -> impl Strategy<Value = Value> {
    flag().prop_map(|nullable| object([("type", Some(json!("boolean"))), ("nullable", nullable)]))
}

/// A schema of a single value.
pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![4 => numeric(), 3 => text(), 1 => boolean()]
}

/// A schema of a single value or of an array.
pub(crate) fn schema() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(2, 4, 1, |items| {
        (items, count(), count(), flag(), flag()).prop_map(|(items, least, most, unique, nullable)| {
            object([
                ("type", Some(json!("array"))),
                ("items", Some(items)),
                ("minItems", least),
                ("maxItems", most),
                ("uniqueItems", unique),
                ("nullable", nullable),
            ])
        })
    })
}
