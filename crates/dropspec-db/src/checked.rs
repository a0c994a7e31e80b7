//! Values that the fast validator does not decide: the complete one validates them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use dropspec_http::whole_numbers;
use dropspec_schema::{Decode, Schema, Written, from_json};

/// Decodes the texts of properties, if they are valid.
pub fn checked_texts<'t, T: DeserializeOwned>(
    schema: &'static Schema,
    texts: impl Iterator<Item = (&'t str, Written<'t>)>,
) -> Option<T> {
    checked(schema, schema.read_object(texts))
}

/// Decodes a JSON text, if it is valid, on the fast path where it can. That one rejects some numbers that only the schema tells are kept.
#[must_use]
pub fn decoded_json<T: Decode>(schema: &'static Schema, json: &str) -> Option<T> {
    from_json(json).ok().or_else(|| T::decode(valid(schema, json)?).ok())
}

/// Decodes a JSON text whose schema has no fast validator, if it is valid.
#[must_use]
pub fn checked_json<T: DeserializeOwned>(schema: &'static Schema, json: &str) -> Option<T> {
    serde_json::from_value(whole_numbers(valid(schema, json)?)).ok()
}

/// The value of a JSON text, if it is valid and all of its numbers are kept.
fn valid(schema: &'static Schema, json: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(json).ok()?;
    let fits = schema.text_violations("", json, &value, 1).is_ok_and(|violations| violations.is_empty());
    fits.then_some(value)
}

fn checked<T: DeserializeOwned>(schema: &'static Schema, value: Value) -> Option<T> {
    let fits = schema.violations(&value).is_ok_and(|violations| violations.is_empty());
    fits.then(|| serde_json::from_value(whole_numbers(value)).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use dropspec_schema::{Components, Number};
    use serde::Deserializer;
    use serde::de::DeserializeSeed;
    use serde_json::json;

    use super::*;

    static COMPONENTS: Components = Components::new("{}");
    static FARE: Schema = Schema::new(&COMPONENTS, r#"{"type":"number","minimum":0}"#);

    /// A number that is not negative.
    #[derive(Debug, PartialEq)]
    struct Fare(f64);

    impl Decode for Fare {
        fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Number::new().minimum(0.0, false).deserialize(deserializer).map(Self)
        }
    }

    #[test]
    fn tables_with_and_without_a_fast_validator_accept_the_same_numbers() {
        for (text, value) in [
            ("512.3292", Some(512.3292)),
            // Only the schema tells that this is no integer.
            ("4.367319850913662e16", Some(4.367_319_850_913_662e16)),
            ("9007199254740993", None),
            ("0.1000000000000000055", None),
            ("1e-400", None),
            ("-1", None),
        ] {
            assert_eq!(decoded_json::<Fare>(&FARE, text), value.map(Fare), "{text}");
            let checked = checked_json::<Value>(&FARE, text);
            assert_eq!(checked.as_ref().and_then(Value::as_f64), value, "{text}");
        }
        assert_eq!(checked_json::<Value>(&FARE, "2.0"), Some(json!(2)));
    }
}
