//! Values that the fast validator does not decide: the complete one validates them.

use serde::de::DeserializeOwned;
use serde_json::Value;

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
    from_json(json).ok().or_else(|| {
        let value: Value = serde_json::from_str(json).ok()?;
        let fits = schema.text_violations("", json, &value, 1).is_ok_and(|violations| violations.is_empty());
        fits.then(|| T::decode(value).ok()).flatten()
    })
}

/// Decodes a JSON text whose schema has no fast validator, if it is valid.
#[must_use]
pub fn checked_json<T: DeserializeOwned>(schema: &'static Schema, json: &str) -> Option<T> {
    checked(schema, serde_json::from_str(json).ok()?)
}

fn checked<T: DeserializeOwned>(schema: &'static Schema, value: Value) -> Option<T> {
    let fits = schema.violations(&value).is_ok_and(|violations| violations.is_empty());
    fits.then(|| serde_json::from_value(dropspec_http::whole_numbers(value)).ok()).flatten()
}
