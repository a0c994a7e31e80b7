//! Values that are written as text: parameters, the fields of forms, and the cells of CSV files.

use serde::Deserializer;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer, Visitor};
use serde_json::de::StrRead;
use serde_json::{Error, Number};

use super::decode::Decode;
use super::precision::{NumberKinds, loss_message, lossy_number, precision_loss};

/// The form of a value as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'t> {
    /// Absent: null.
    Nothing,
    /// As plain text, which the schema tells how to read: a number, `true` or `false`, or a string without quotes.
    Plain(&'t str),
    /// As JSON.
    Json(&'t str),
    /// An object: its two properties, each as plain text.
    Pair([(&'t str, &'t str); 2]),
}

impl<'t> From<&'t str> for Written<'t> {
    fn from(text: &'t str) -> Self {
        Self::Plain(text)
    }
}

/// Decodes a value that is written as plain text.
///
/// # Errors
/// When the seed's schema does not allow the value.
pub fn from_text<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, Error> {
    seed.deserialize(Written::Plain(text))
}

/// Decodes an object whose properties are written as texts.
///
/// # Errors
/// When the schema of `T` does not allow the object.
pub fn from_texts<'de, T: Decode, W: Into<Written<'de>>>(
    properties: impl Iterator<Item = (&'de str, W)>,
) -> Result<T, Error> {
    T::decode(MapDeserializer::new(properties.map(|(name, text)| (name, text.into()))))
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

/// Deserializes a value as whatever the seed asks for.
impl<'de> Deserializer<'de> for Written<'de> {
    type Error = Error;

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self::Plain(text) = self else { return self.deserialize_any(visitor) };
        let number = number(text).ok_or_else(|| Error::custom("the text is not a number"))?;
        match loss_message(NumberKinds::INTEGER, text) {
            None => number.deserialize_i64(visitor),
            Some(reason) => Err(Error::custom(reason)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self::Plain(text) = self else { return self.deserialize_any(visitor) };
        let number = number(text).ok_or_else(|| Error::custom("the text is not a number"))?;
        // A validator that rounds reads the text.
        match NumberKinds::DOUBLE.loss(text) {
            None => number.deserialize_f64(visitor),
            Some(_) => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self::Plain(text) = self else { return self.deserialize_any(visitor) };
        let value = boolean(text).ok_or_else(|| Error::custom("the text is not true or false"))?;
        visitor.visit_bool(value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_none(),
            Self::Plain(_) | Self::Pair(_) => visitor.visit_some(self),
            Self::Json(text) => json(text, |json| json.deserialize_option(visitor)),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_unit(),
            Self::Plain(text) => visitor.visit_borrowed_str(text),
            Self::Json(text) => json(text, |json| json.deserialize_any(visitor)),
            Self::Pair(properties) => {
                let properties = properties.into_iter().map(|(name, text)| (name, Self::Plain(text)));
                visitor.visit_map(MapDeserializer::new(properties))
            }
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 u64 f32 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads a whole JSON text, by the rules of a body.
fn json<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = read(&mut deserializer)?;
    deserializer.end()?;
    match lossy_number(text) {
        Some(number) => Err(Error::custom(precision_loss(number))),
        None => Ok(value),
    }
}

impl<'de> IntoDeserializer<'de, Error> for Written<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
