//! Validation has two paths: generated code that decodes and checks at once, and the schema as written, held against
//! the value by a library. They give the same verdict on whatever comes in.

mod texts;

use dropspec::encode::Encode;
use dropspec::schema::{Decode, Integer, Key, Schema, from_json, from_text, lost};
use people::api::schemas;
use people::api::types::{NewPerson, PersonUpdate};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn new_people_are_judged_alike(text in texts::person(0.03)) {
        agree::<NewPerson>(&text, &schemas::CREATE_PERSON_BODY_JSON)?;
    }

    #[test]
    fn updates_are_judged_alike(text in texts::person(0.4)) {
        agree::<PersonUpdate>(&text, &schemas::UPDATE_PERSON_BODY)?;
    }

    #[test]
    fn other_bodies_are_judged_alike(text in texts::anything()) {
        agree::<NewPerson>(&text, &schemas::CREATE_PERSON_BODY_JSON)?;
        agree::<PersonUpdate>(&text, &schemas::UPDATE_PERSON_BODY)?;
    }

    #[test]
    fn parameters_are_judged_alike(text in texts::parameter()) {
        let limit = from_text(&text, Integer::int32().minimum(1).maximum(10000));
        prop_assert_eq!(limit.is_ok(), allowed(&schemas::LIST_PEOPLE_LIMIT, &text));
        let key = from_text(&text, Key);
        prop_assert_eq!(key.is_ok(), allowed(&schemas::GET_PERSON_UUID, &text));
    }
}

fn allowed(parameter: &Schema, text: &str) -> bool {
    parameter.parameter_violations("any", &parameter.read(text)).unwrap().is_empty()
}

/// Both paths take the text, and give back what stands in it, or neither does.
fn agree<T: Decode + Encode + Serialize>(text: &str, schema: &Schema) -> Result<(), TestCaseError> {
    let fast = from_json::<T>(text).ok();
    // A text that is no JSON, or has a number that would be rounded, is refused before the schema is asked.
    let slow = serde_json::from_str::<Value>(text).ok().filter(|_| lost(text).is_none());
    let slow = slow.filter(|value| schema.violations(value).unwrap().is_empty());
    prop_assert_eq!(fast.is_some(), slow.is_some(), "of the fast and the slow path, on {}", text);

    if let (Some(fast), Some(slow)) = (fast, slow) {
        let decoded = serde_json::to_value(&fast).unwrap();
        for (property, value) in slow.as_object().unwrap() {
            prop_assert!(same(value, &decoded[property]), "{} has become {}", slow, decoded);
        }
        let mut encoded = Vec::new();
        fast.encode(&mut encoded);
        prop_assert_eq!(String::from_utf8(encoded).unwrap(), serde_json::to_string(&fast).unwrap());
    }
    Ok(())
}

/// Whether two JSON values mean the same: a number may be written in several ways, and so may a key.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) => {
            left == right || left.parse::<Uuid>().is_ok_and(|left| Ok(left) == right.parse())
        }
        _ => left == right,
    }
}
