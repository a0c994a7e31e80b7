//! The number of changed rows as a type of a document.

use dropspec_http::Error as HttpError;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The number of rows as a type of a document, which may have the property with it.
///
/// # Errors
/// When the type does not match it.
pub fn count_report<T: DeserializeOwned>(property: &str, count: usize, properties: &[&str]) -> Result<T, HttpError> {
    let known = properties.contains(&property).then(|| (property.to_owned(), Value::from(count)));
    Ok(serde_json::from_value(Value::Object(Map::from_iter(known)))?)
}
