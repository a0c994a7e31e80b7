//! Compares the two validators: generated code that decodes and validates in one pass, and a library that validates a
//! value against the schema. They must agree on any input.

mod texts;

use dropspec::encode::Encode;
use dropspec::schema::{Decode, Integer, Schema, UuidFormat, from_json, from_text, lossy_number};
use people::api::schemas;
use people::api::types::{NewPerson, Person, PersonUpdate};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn both_validators_agree_on_new_people(text in texts::person(0.03)) {
        agree::<NewPerson>(&text, &schemas::NEW_PERSON)?;
    }

    #[test]
    fn both_validators_agree_on_updates(text in texts::person(0.4)) {
        agree::<PersonUpdate>(&text, &schemas::PERSON_UPDATE)?;
    }

    #[test]
    fn both_validators_agree_on_other_bodies(text in texts::anything()) {
        agree::<NewPerson>(&text, &schemas::NEW_PERSON)?;
        agree::<PersonUpdate>(&text, &schemas::PERSON_UPDATE)?;
    }

    #[test]
    fn people_are_encoded_as_serde_writes_them(text in texts::person(0.01), key in any::<u128>()) {
        let mut person: Value = serde_json::from_str(&text).unwrap_or_default();
        person["uuid"] = Uuid::from_u128(key).to_string().into();
        if let Ok(person) = from_json::<Person>(&person.to_string()) {
            let mut encoded = Vec::new();
            person.encode(&mut encoded);
            prop_assert_eq!(String::from_utf8(encoded).unwrap(), serde_json::to_string(&person).unwrap());
        }
    }

    #[test]
    fn both_validators_agree_on_parameters(text in texts::parameter()) {
        let limit = from_text(&text, Integer::int32().minimum(1).maximum(10000));
        prop_assert_eq!(limit.is_ok(), allowed(&schemas::LIST_PEOPLE_LIMIT, &text));
        let key = from_text(&text, UuidFormat);
        prop_assert_eq!(key.is_ok(), allowed(&schemas::PERSON_KEY, &text));
    }
}

fn allowed(parameter: &Schema, text: &str) -> bool {
    parameter.parameter_violations("any", &parameter.read(text)).unwrap().is_empty()
}

/// Asserts that both validators accept the text and decode the same value, or both reject it.
fn agree<T: Decode + Serialize>(text: &str, schema: &Schema) -> Result<(), TestCaseError> {
    let fast = from_json::<T>(text).ok();
    // Text that is not JSON, or has a number that would be rounded, is rejected before schema validation.
    let slow = serde_json::from_str::<Value>(text).ok().filter(|_| lossy_number(text).is_none());
    let slow = slow.filter(|value| schema.violations(value).unwrap().is_empty());
    prop_assert_eq!(fast.is_some(), slow.is_some(), "fast and complete validator on {}", text);

    if let (Some(fast), Some(slow)) = (fast, slow) {
        let decoded = serde_json::to_value(&fast).unwrap();
        for (property, value) in slow.as_object().unwrap() {
            prop_assert!(same(value, &decoded[property]), "{} decoded as {}", slow, decoded);
        }
    }
    Ok(())
}

/// Returns whether two JSON values are equal, apart from the notation of numbers and UUIDs.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) => {
            left == right || left.parse::<Uuid>().is_ok_and(|left| Ok(left) == right.parse())
        }
        _ => left == right,
    }
}
