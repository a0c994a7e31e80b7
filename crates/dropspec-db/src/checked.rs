//! Values whose schemas the fast path does not cover: the slow path checks them, and serde decodes them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use dropspec_schema::{Schema, Written};

/// What texts of properties are, if they fit the schema.
pub fn checked_texts<'t, T: DeserializeOwned>(
    schema: &'static Schema,
    texts: impl Iterator<Item = (&'t str, Written<'t>)>,
) -> Option<T> {
    checked(schema, schema.read_object(texts))
}

/// What a JSON text is, if it fits the schema.
#[must_use]
pub fn checked_json<T: DeserializeOwned>(schema: &'static Schema, json: &str) -> Option<T> {
    checked(schema, serde_json::from_str(json).ok()?)
}

fn checked<T: DeserializeOwned>(schema: &'static Schema, value: Value) -> Option<T> {
    let fits = schema.violations(&value).is_ok_and(|violations| violations.is_empty());
    fits.then(|| serde_json::from_value(dropspec_http::whole_numbers(value)).ok()).flatten()
}
