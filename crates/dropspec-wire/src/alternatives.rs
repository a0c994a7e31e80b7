//! `oneOf` and `anyOf`: values of one of several types.

use serde::Serialize;
use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

/// Decodes a value as a variant.
pub type DecodeVariant<T> = fn(&Value) -> Result<T, serde_json::Error>;

/// Decodes a value as one of the variants of an enum: the first that keeps all of it, or else the one that loses the least. The value
/// has been validated, but several types may be able to hold a part of it.
///
/// # Errors
/// If no variant can hold the value.
pub fn any_variant<T: Serialize>(value: &Value, variants: &[DecodeVariant<T>]) -> Result<T, serde_json::Error> {
    let mut best: Option<(usize, T)> = None;
    for variant in variants {
        let Ok(found) = variant(value) else { continue };
        let lost = lost(value, &serde_json::to_value(&found)?);
        if lost == 0 {
            return Ok(found);
        }
        if best.as_ref().is_none_or(|(least, _)| lost < *least) {
            best = Some((lost, found));
        }
    }
    best.map(|(_, found)| found).ok_or_else(|| serde_json::Error::custom("the value fits none of the alternatives"))
}

/// Decodes a value as the payload of a variant.
///
/// # Errors
/// If the type cannot hold the value.
pub fn variant<T: DeserializeOwned, E>(value: &Value, wrap: fn(T) -> E) -> Result<E, serde_json::Error> {
    T::deserialize(value).map(wrap)
}

/// The value of the property that selects a variant.
#[must_use]
pub fn discriminator<'v>(value: &'v Value, property: &str) -> Option<&'v str> {
    value.get(property)?.as_str()
}

/// How many members of `given` are absent in `kept` or differ there.
fn lost(given: &Value, kept: &Value) -> usize {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => {
            given.iter().map(|(name, value)| kept.get(name).map_or(1, |kept| lost(value, kept))).sum()
        }
        (Value::Array(given), Value::Array(kept)) if given.len() == kept.len() => {
            given.iter().zip(kept).map(|(given, kept)| lost(given, kept)).sum()
        }
        (Value::Number(given), Value::Number(kept)) => usize::from(given.as_f64() != kept.as_f64()),
        _ => usize::from(given != kept),
    }
}
