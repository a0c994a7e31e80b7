//! Reports of the library, restricted to the types of a document.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;

/// A report as a type of the document, which has some of its properties.
///
/// # Errors
/// When the type is not made for them.
pub fn project<T: DeserializeOwned>(report: &impl Serialize, properties: &[&str]) -> Result<T, Error> {
    let mut report = serde_json::to_value(report)?;
    retain(&mut report, properties);
    Ok(serde_json::from_value(report)?)
}

/// Leaves only some properties of an object.
pub fn retain(object: &mut Value, properties: &[&str]) {
    if let Value::Object(all) = object {
        all.retain(|name, _| properties.contains(&name.as_str()));
    }
}
