//! Hostile input is validated in bounded time, with a bounded number of violations.

use std::time::{Duration, Instant};

use dropspec_schema::{Array, Boolean, ErrorSource, Number, Pattern, Text};
use serde_json::{Value, json};

use crate::support::{agree, allowed, decoded, schema};

/// Much longer than any of these takes, and much shorter than what they would take if time were not bounded.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let outcome = work();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    outcome
}

#[test]
fn a_hundred_of_a_million_violations_are_listed_and_all_counted() {
    let schema = schema(&json!({ "type": "array", "items": { "type": "string" } }));
    let value = Value::from(vec![1; 1_000_000]);
    let found = soon(|| schema.violations(&value).unwrap());
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].detail, "there are 999900 more violations");
}

#[test]
fn a_hundred_violations_are_listed_without_a_count() {
    let schema = schema(&json!({ "type": "array", "items": { "type": "string" } }));
    let found = schema.violations(&Value::from(vec![1; 100])).unwrap();
    assert_eq!(found.len(), 100);
    assert!(found.iter().all(|violation| violation.detail.starts_with("1 is not of type")));
}

#[test]
fn unknown_properties_count_one_by_one() {
    let schema = schema(&json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": false }));
    let value: serde_json::Map<_, _> = (0..100_000).map(|number| (number.to_string(), Value::Null)).collect();
    let found = soon(|| schema.violations(&Value::Object(value)).unwrap());
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].detail, "there are 99900 more violations");
}

#[test]
fn an_object_without_properties_has_no_others() {
    let schema = schema(&json!({ "type": "object", "additionalProperties": false }));
    let found = schema.violations(&json!({ "a": 1, "b": 2 })).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].detail, "Additional properties are not allowed ('b' was unexpected)");
    assert_eq!(found[1].source, ErrorSource::Pointer("/b".to_owned()));
}

#[test]
fn a_value_nested_ten_thousand_deep_is_rejected_by_both_validators() {
    let text = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(soon(|| decoded(Array::new(Array::new(Boolean)), &text)).is_none());
    assert!(!soon(|| allowed(schema(&json!({})), &text)));
}

#[test]
fn a_pattern_that_invites_backtracking_takes_linear_time() {
    static PATTERN: Pattern = Pattern::new("^(a+)+$");
    let text = json!(format!("{}b", "a".repeat(1_000_000))).to_string();
    let json = json!({ "type": "string", "pattern": "^(a+)+$" });
    soon(|| agree(Text::new().pattern(&PATTERN), &json, &text)).unwrap();
    assert!(!allowed(schema(&json), &text));
}

#[test]
fn a_pattern_that_looks_around_gives_up_after_so_many_steps() {
    let schema = schema(&json!({ "type": "string", "pattern": "^(?=(a+)+$)(?!b)(a|aa)+$" }));
    assert!(allowed(schema, "\"aaa\""));
    assert!(!allowed(schema, "\"baa\""));
    let found = soon(|| schema.violations(&json!(format!("{}b", "a".repeat(1_000_000)))).unwrap());
    assert_eq!(found.len(), 1);
}

#[test]
fn numbers_beyond_the_exact_doubles_are_judged_alike() {
    let seed = Number::new().maximum(9_007_199_254_740_992.0, false);
    let json = json!({ "type": "number", "maximum": 9_007_199_254_740_992_i64 });
    for text in ["9007199254740991", "9007199254740992", "9007199254740993", "9007199254740994"] {
        agree(seed, &json, text).unwrap();
    }
}

#[test]
fn an_integer_that_no_double_keeps_is_no_number_of_the_fast_path() {
    assert_eq!(decoded(Number::new(), "9007199254740992"), Some(9_007_199_254_740_992.0));
    assert_eq!(decoded(Number::new(), "9007199254740993"), None);
    assert_eq!(decoded(Number::new(), "-18014398509481985"), None);
}
