//! Values that are written as plain text: parameters, and the cells of a CSV file.

use serde::Deserializer;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer, Visitor};
use serde_json::{Error, Number};

use super::Decode;

/// Decodes a value that is written as plain text.
///
/// # Errors
/// When the seed's schema does not allow the value.
pub fn from_text<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, Error> {
    seed.deserialize(Plain(text))
}

/// Decodes an object whose properties are written as plain text.
///
/// # Errors
/// When the schema of `T` does not allow the object.
pub fn from_texts<'de, T: Decode>(properties: impl Iterator<Item = (&'de str, &'de str)>) -> Result<T, Error> {
    T::decode(MapDeserializer::new(properties.map(|(name, text)| (name, Plain(text)))))
}

/// Reads a number, which JSON would write the same way.
pub(super) fn number(text: &str) -> Option<Number> {
    // JSON allows white space around a value, a plain text does not.
    let bare = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit());
    bare.then(|| serde_json::from_str(text).ok()).flatten()
}

/// Reads `true` or `false`.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Deserializes a text as whatever the seed asks for.
struct Plain<'de>(&'de str);

impl<'de> Deserializer<'de> for Plain<'de> {
    type Error = Error;

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = number(self.0).ok_or_else(|| Error::custom("the text is not a number"))?;
        number.deserialize_i64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = number(self.0).ok_or_else(|| Error::custom("the text is not a number"))?;
        number.deserialize_f64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = boolean(self.0).ok_or_else(|| Error::custom("the text is not true or false"))?;
        visitor.visit_bool(value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 u64 f32 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Plain<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
