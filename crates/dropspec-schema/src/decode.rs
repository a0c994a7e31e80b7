//! Decoding with validation, and the smallest validators.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};

use super::precision::{lossy_number, precision_loss};

/// A type whose values are decoded and checked in one pass, by generated code.
pub trait Decode: Sized {
    /// Decodes a value that the schema allows.
    ///
    /// # Errors
    /// Anything that the schema forbids. The message is not for clients.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Decodes a whole JSON text.
///
/// # Errors
/// When the text is not JSON, has trailing characters, is not what the schema allows, or has a number of more digits than
/// are kept.
pub fn from_json<T: Decode>(text: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut deserializer)?;
    deserializer.end()?;
    match lossy_number(text) {
        Some(number) => Err(serde_json::Error::custom(precision_loss(number))),
        None => Ok(value),
    }
}

/// The error about a property that a request contains although only responses may.
#[must_use]
pub fn read_only<E: Error>() -> E {
    E::custom("the property is read-only")
}

/// `type: boolean`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Boolean;

impl<'de> DeserializeSeed<'de> for Boolean {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bool(self)
    }
}

impl Visitor<'_> for Boolean {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}

/// `nullable: true` around another schema.
#[derive(Clone, Copy, Debug)]
pub struct Nullable<S>(pub S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Nullable<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Nullable<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null or a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}
