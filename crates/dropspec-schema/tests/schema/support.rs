//! Schemas made on the spot, and the verdicts of both paths.

use dropspec_schema::{Components, Schema};
use proptest::prelude::*;
use serde::de::DeserializeSeed;
use serde_json::{Value, json};

/// So many cases, and no files.
pub(crate) fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(number) }
}

/// A schema as generated code would have it, except that it lives only as long as the test.
pub(crate) fn schema(keywords: &Value) -> &'static Schema {
    let components: &'static Components = Box::leak(Box::new(Components::new("{}")));
    let json: &'static str = Box::leak(keywords.to_string().into_boxed_str());
    Box::leak(Box::new(Schema::new(components, json)))
}

/// A schema of a type, with the keywords that have a value.
pub(crate) fn keywords(kind: &str, others: &[(&str, Option<Value>)]) -> Value {
    let mut keywords = json!({ "type": kind });
    for (name, value) in others {
        if let Some(value) = value {
            keywords[*name] = value.clone();
        }
    }
    keywords
}

/// What the fast path makes of a JSON text.
pub(crate) fn decoded<'de, S: DeserializeSeed<'de>>(seed: S, text: &'de str) -> Option<S::Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

/// Whether the slow path allows a JSON text.
pub(crate) fn allowed(schema: &Schema, text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|value| schema.violations(&value).unwrap().is_empty())
}

/// Both validators agree on a text.
pub(crate) fn agree<'de, S: DeserializeSeed<'de>>(seed: S, json: &Value, text: &'de str) -> Result<(), TestCaseError> {
    let fast = decoded(seed, text).is_some();
    prop_assert_eq!(fast, allowed(schema(json), text), "of the fast and the slow path, on {} under {}", text, json);
    Ok(())
}

/// JSON texts of any kind, mostly small.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    const FIXED: &[&str] = &[
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1",
        "1.0",
        "1.5",
        "10e-1",
        "1e3",
        "-7",
        "\"\"",
        "\"a\"",
        "\"1\"",
        "[]",
        "[1]",
        "[null]",
        "{}",
        "{\"a\":1}",
        " 1 ",
        "1 1",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "nul",
        "",
        "\"\\ud800\"",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e400",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
    ];
    prop_oneof![
        4 => proptest::sample::select(FIXED).prop_map(str::to_owned),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| json!(number).to_string()),
        1 => any::<String>().prop_map(|text| json!(text).to_string()),
    ]
}
