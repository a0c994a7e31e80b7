//! `format: binary`: any sequence of bytes.

use std::fmt;

use bytes::Bytes;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Any sequence of bytes. As a JSON string it has one character for each byte, from U+0000 to U+00FF, so that the lengths of a schema
/// count bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binary(pub Bytes);

impl Binary {
    /// The bytes of a value as a JSON string; `None` if it has characters that are not bytes.
    #[must_use]
    pub fn from_characters(text: &str) -> Option<Self> {
        text.chars().map(|character| u8::try_from(character).ok()).collect::<Option<Bytes>>().map(Self)
    }

    /// The value as a JSON string.
    pub fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl<T: Into<Bytes>> From<T> for Binary {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| fmt::Write::write_char(f, char::from(*byte)))
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Characters)
    }
}

struct Characters;

impl Visitor<'_> for Characters {
    type Value = Binary;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string with one character for each byte")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Binary, E> {
        let bytes = Binary::from_characters(text);
        bytes.ok_or_else(|| E::custom("a character of the string is no byte: it is above U+00FF"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_character() {
        let all: Vec<u8> = (0..=255).collect();
        let value = Binary::from(all.clone()).to_value();
        assert_eq!(value.as_str().unwrap().chars().count(), 256);
        assert_eq!(serde_json::from_value::<Binary>(value).unwrap().0, all);
        assert!(serde_json::from_str::<Binary>("\"€\"").is_err());
    }
}
