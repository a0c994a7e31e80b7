//! Values that may be absent or null, which differ.

use serde::{Deserialize, Deserializer};

/// Reads a value that is present, even if it is null; `#[serde(default)]` is for absence.
///
/// # Errors
/// If it is not of its type.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
