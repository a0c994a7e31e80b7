//! `type: object` with named properties.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use super::Decode;

/// The generated half of an object: its properties by name, and how each is read.
pub trait DecodeObject: Sized {
    /// The properties read so far.
    type Builder: Default;

    /// Whether properties beside the named ones are allowed; their values are ignored.
    const ADDITIONAL_PROPERTIES: bool;

    /// The number of the property of that name.
    fn property(name: &str) -> Option<usize>;

    /// Reads the value of a property.
    ///
    /// # Errors
    /// When the schema of the property does not allow the value.
    fn read<'de, A: MapAccess<'de>>(builder: &mut Self::Builder, property: usize, map: &mut A) -> Result<(), A::Error>;

    /// The object, or nothing when a required property is missing.
    fn finish(builder: Self::Builder) -> Option<Self>;
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut builder = T::Builder::default();
        while let Some(property) = map.next_key_seed(Name::<T>(PhantomData))? {
            match property {
                // Of duplicate names the last one counts, as in the complete validator.
                Some(property) => T::read(&mut builder, property, &mut map)?,
                // Decoded and not skipped, because a skipped value is not checked for being JSON throughout.
                None if T::ADDITIONAL_PROPERTIES => drop(map.next_value::<serde_json::Value>()?),
                None => return Err(A::Error::custom("the object has an unknown property")),
            }
        }
        T::finish(builder).ok_or_else(|| A::Error::custom("the object lacks a required property"))
    }
}

struct Name<T>(PhantomData<T>);

impl<'de, T: DecodeObject> DeserializeSeed<'de> for Name<T> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: DecodeObject> Visitor<'_> for Name<T> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(T::property(name))
    }
}
