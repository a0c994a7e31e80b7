//! `type: object` with named properties.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use super::Decode;

/// The generated half of an object: the names of its properties, and how each is read.
pub trait DecodeObject: Sized {
    /// The names of the properties.
    const PROPERTIES: &'static [&'static str];

    /// Whether properties beside the named ones are allowed; their values are ignored.
    const ADDITIONAL_PROPERTIES: bool;

    /// Reads all properties.
    ///
    /// # Errors
    /// When the schema of a property does not allow its value, or a required property is missing.
    fn decode_properties<'de, A: MapAccess<'de>>(properties: &mut Properties<A>) -> Result<Self, A::Error>;
}

/// An object within another one that would be large with it.
impl<T: DecodeObject> DecodeObject for Box<T> {
    const PROPERTIES: &'static [&'static str] = T::PROPERTIES;
    const ADDITIONAL_PROPERTIES: bool = T::ADDITIONAL_PROPERTIES;

    fn decode_properties<'de, A: MapAccess<'de>>(properties: &mut Properties<A>) -> Result<Self, A::Error> {
        T::decode_properties(properties).map(Box::new)
    }
}

/// The properties of an object that is being decoded.
#[derive(Debug)]
pub struct Properties<A> {
    map: A,
    names: &'static [&'static str],
    is_open: bool,
    /// The position that is tried first: properties mostly come in the order of the schema.
    expected: usize,
    found: Positions,
}

impl<'de, A: MapAccess<'de>> Properties<A> {
    /// The position of the next property in [`DecodeObject::PROPERTIES`]; `None` at the end. Its value has to be read with
    /// [`Properties::value`].
    ///
    /// # Errors
    /// When the object is malformed, or has a property twice, or one that is not allowed.
    pub fn next_position(&mut self) -> Result<Option<usize>, A::Error> {
        while let Some(found) = self.map.next_key_seed(Name { names: self.names, expected: self.expected })? {
            match found {
                Some(position) => {
                    if !self.found.insert(position) {
                        return Err(A::Error::custom("the object has a property twice"));
                    }
                    self.expected = position + 1;
                    return Ok(Some(position));
                }
                // Decoded and not skipped, because a skipped value is not checked for being JSON throughout.
                None if self.is_open => drop(self.map.next_value::<serde_json::Value>()?),
                None => return Err(A::Error::custom("the object has an unknown property")),
            }
        }
        Ok(None)
    }

    /// The value of the property.
    ///
    /// # Errors
    /// When the seed's schema does not allow the value.
    #[inline]
    pub fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.map.next_value_seed(seed).map(Some)
    }
}

/// The positions of the properties that were found.
#[derive(Debug, Default)]
struct Positions {
    first: u64,
    /// Those from 64 on, of which most objects have none.
    others: Vec<u64>,
}

impl Positions {
    /// Adds a position, unless it is there.
    #[inline]
    fn insert(&mut self, position: usize) -> bool {
        let bits = match position / 64 {
            0 => &mut self.first,
            index => {
                if self.others.len() < index {
                    self.others.resize(index, 0);
                }
                &mut self.others[index - 1]
            }
        };
        let bit = 1 << (position % 64);
        let is_new = *bits & bit == 0;
        *bits |= bit;
        is_new
    }
}

/// The value of a required property.
///
/// # Errors
/// When it is missing.
#[inline]
pub fn required<T, E: Error>(value: Option<T>) -> Result<T, E> {
    value.ok_or_else(|| E::custom("the object lacks a required property"))
}

/// The seed of an [`DecodeObject`].
#[derive(Debug)]
pub struct ObjectValidator<T>(PhantomData<T>);

impl<T> ObjectValidator<T> {
    /// An object of type `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

// Derived, these would ask the same of `T`.
impl<T> Clone for ObjectValidator<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ObjectValidator<T> {}

impl<T> Default for ObjectValidator<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: DecodeObject> Decode for T {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ObjectValidator::new().deserialize(deserializer)
    }
}

impl<'de, T: DecodeObject> DeserializeSeed<'de> for ObjectValidator<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: DecodeObject> Visitor<'de> for ObjectValidator<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let (names, is_open) = (T::PROPERTIES, T::ADDITIONAL_PROPERTIES);
        T::decode_properties(&mut Properties { map, names, is_open, expected: 0, found: Positions::default() })
    }
}

/// The seed of a property's name: its position among the known ones.
struct Name {
    names: &'static [&'static str],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        if self.names.get(self.expected) == Some(&name) {
            return Ok(Some(self.expected));
        }
        Ok(self.names.iter().position(|known| *known == name))
    }
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn each_position_is_new_once() {
        let mut found = Positions::default();
        let positions = [0, 63, 64, 200, 1, 127, 128];
        assert!(positions.iter().all(|position| found.insert(*position)));
        assert!(!positions.iter().any(|position| found.insert(*position)));
    }
}
