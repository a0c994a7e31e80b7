//! Values whose schemas the fast validator does not support: the complete one validates them, and serde decodes them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use dropspec_schema::{Schema, Written};

/// Decodes the texts of properties, if they are valid.
pub fn checked_texts<'t, T: DeserializeOwned>(
    schema: &'static Schema,
    texts: impl Iterator<Item = (&'t str, Written<'t>)>,
) -> Option<T> {
    checked(schema, schema.read_object(texts))
}

/// Decodes a JSON text, if it is valid.
#[must_use]
pub fn checked_json<T: DeserializeOwned>(schema: &'static Schema, json: &str) -> Option<T> {
    checked(schema, serde_json::from_str(json).ok()?)
}

fn checked<T: DeserializeOwned>(schema: &'static Schema, value: Value) -> Option<T> {
    let fits = schema.violations(&value).is_ok_and(|violations| violations.is_empty());
    fits.then(|| serde_json::from_value(dropspec_http::whole_numbers(value)).ok()).flatten()
}
