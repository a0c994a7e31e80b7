//! The fast validators that are generated for a schema, and the complete validator of the same schema, accept the same values. The generated
//! expressions are interpreted, so that each case has a schema of its own.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod generated;
mod interpreter;
mod schemas;
mod values;

use dropspec_schema::{ErrorSource, Schema, from_text, lossy_number};
use proptest::prelude::*;
use serde::de::DeserializeSeed;
use serde_json::{Value, json};

use generated::Generated;
use interpreter::Validator;

/// Whether the fast validator accepts a JSON text, as bodies are decoded.
fn fast(validator: &Validator, text: &str) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    validator.deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok() && lossy_number(text).is_none()
}

/// Whether the complete validator accepts a property of a body.
fn complete(schema: &Schema, text: &str, value: &Value) -> bool {
    let body = format!("{{\"value\":{text}}}");
    let found = schema.text_violations("", &body, &json!({ "value": value }), usize::MAX).unwrap();
    found.into_vec(ErrorSource::Pointer(String::new())).is_empty()
}

/// A configuration with this number of cases, which writes no files.
fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(number) }
}

#[test]
fn schemas_of_each_type_have_fast_validators() {
    for schema in [
        json!({ "type": "boolean" }),
        json!({ "type": "integer", "format": "int32", "minimum": -1, "exclusiveMinimum": true, "multipleOf": 2 }),
        json!({ "type": "number", "format": "double", "minimum": -0.5, "maximum": 1e3, "exclusiveMaximum": true }),
        json!({ "type": "string", "minLength": 1, "maxLength": 3, "pattern": "^\\d+$" }),
        json!({ "type": "string", "format": "uuid" }),
        json!({ "type": "string", "enum": ["a", "b"] }),
    ] {
        assert!(generated::parameter(&schema).unwrap().validator.is_some(), "{schema}");
        let array = json!({ "type": "array", "items": schema, "minItems": 1, "maxItems": 2, "nullable": true });
        assert!(generated::body(&array).unwrap().validator.is_some(), "{array}");
    }
}

#[test]
fn bounds_at_the_limits_of_64_bits_exclude_what_they_name() {
    for (bound, exclusive, limit) in [
        ("maximum", "exclusiveMaximum", json!(i64::MAX)),
        ("minimum", "exclusiveMinimum", json!(i64::MIN)),
        ("maximum", "exclusiveMaximum", json!(-1e300)),
        ("minimum", "exclusiveMinimum", json!(u64::MAX)),
    ] {
        let schema = json!({ "type": "integer", bound: limit, exclusive: true });
        let generated = generated::parameter(&schema).unwrap();
        for text in [i64::MAX, i64::MAX - 1, i64::MIN, i64::MIN + 1].map(|value| value.to_string()) {
            let found = generated.schema.parameter_violations("p", &generated.schema.read(&text)).unwrap();
            if let Some(validator) = &generated.validator {
                assert_eq!(from_text(&text, validator).is_ok(), found.is_empty(), "{text} by {schema}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn bodies_are_judged_alike(schema in schemas::schema(), texts in values::json_texts()) {
        let Some(Generated { validator: Some(validator), schema: complete_schema, .. }) = generated::body(&schema) else {
            return Ok(());
        };
        for text in texts {
            let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
            let (is_fast, is_complete) = (fast(&validator, &text), complete(complete_schema, &text, &value));
            prop_assert!(!is_fast || is_complete, "only the fast validator accepts {text} by {schema}");
            // What the fast validator rejects as a text is decoded from the value, once the complete one has accepted it.
            let is_decoded = is_fast || validator.deserialize(value).is_ok();
            prop_assert!(!is_complete || is_decoded, "only the complete validator accepts {text} by {schema}");
        }
    }

    #[test]
    fn parameters_are_judged_alike(schema in schemas::scalar(), texts in values::plain_texts()) {
        let Some(Generated { validator: Some(validator), schema: complete, .. }) = generated::parameter(&schema) else {
            return Ok(());
        };
        for text in texts {
            let is_complete = complete.parameter_violations("p", &complete.read(&text)).unwrap().is_empty();
            prop_assert_eq!(from_text(&text, &validator).is_ok(), is_complete, "{:?} by {}", text, schema);
        }
    }
}
