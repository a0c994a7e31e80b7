//! Schemas that no Rust type represents, and names that are not Rust identifiers.

use dropspec_e2e::ways::schemas::ODDS;
use dropspec_e2e::ways::types::Odds;
use serde_json::{Value, json};

use crate::support::allows;

#[test]
fn accepts_and_keeps_valid_values() {
    let valid = json!([
        {},
        { "type": "a", "self": "b", "straße": "c", "two words": "d", "$id": "e" },
        { "lookahead": "yes" },
        { "untyped": "ab" }, { "untyped": 3 }, { "untyped": [1] }, { "untyped": true }, { "untyped": null },
        { "mixed": null }, { "mixed": 1 }, { "mixed": [true] }, { "mixed": { "b": 2.5 } },
        { "either": { "a": "x" } }, { "either": { "b": "x" } },
        { "map": { "x": "free", "": "paid" } },
        { "both": { "a": "x", "b": 1 } },
        { "word": "anything" },
        { "quirks": { "a-b": "1", "a_b": "2", "": 3 } },
    ]);
    for value in valid.as_array().unwrap() {
        assert!(allows(&ODDS, value), "{value}");
        let kept: Odds = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(&serde_json::to_value(kept).unwrap(), value);
    }
}

#[test]
fn alternatives_ignore_other_properties_as_objects_do() {
    let value = json!({ "either": { "a": 1, "b": "x" } });
    assert!(allows(&ODDS, &value));
    let kept: Odds = serde_json::from_value(value).unwrap();
    assert_eq!(serde_json::to_value(kept).unwrap(), json!({ "either": { "b": "x" } }));
}

#[test]
fn rejects_invalid_values() {
    let invalid = json!([
        { "type": 1 }, { "lookahead": "nobody" },
        { "untyped": "a" }, { "untyped": 2 }, { "untyped": [] },
        { "mixed": 2 }, { "mixed": [false] }, { "either": { "a": 1, "b": 1 } },
        { "never": 1 }, { "never": null }, { "map": {} }, { "map": { "x": "other" } },
        { "both": { "b": "x" } }, { "quirks": { "": "x" } }, { "word": 1 },
    ]);
    for value in invalid.as_array().unwrap() {
        assert!(!allows(&ODDS, value), "{value}");
    }
}

#[test]
fn represents_other_schemas_as_json() {
    let odds: Odds = serde_json::from_value(json!({ "mixed": [true] })).unwrap();
    assert_eq!(odds.mixed, Some(Value::from(vec![true])));
}

#[test]
fn numbers_the_fields_of_similar_properties() {
    let value = json!({ "quirks": { "a-b": "1", "a_b": "2", "": 3 } });
    let odds: Odds = serde_json::from_value(value.clone()).unwrap();
    let quirks = odds.quirks.as_ref().unwrap();
    assert_eq!((quirks.a_b_2.as_deref(), quirks.a_b.as_deref()), (Some("1"), Some("2")));
    assert_eq!(serde_json::to_value(&odds).unwrap(), value);
}
