//! `type: object` with named properties.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use super::Decode;

/// The generated half of an object: its properties by name, and how each is read.
pub trait Object: Sized {
    /// The properties read so far.
    type Draft: Default;

    /// Whether properties beside the named ones are allowed; their values are passed over.
    const OPEN: bool;

    /// The number of the property of that name.
    fn property(name: &str) -> Option<usize>;

    /// Reads the value of a property.
    ///
    /// # Errors
    /// When the schema of the property does not allow the value.
    fn read<'de, A: MapAccess<'de>>(draft: &mut Self::Draft, property: usize, map: &mut A) -> Result<(), A::Error>;

    /// The object, or nothing when a required property is missing.
    fn finish(draft: Self::Draft) -> Option<Self>;
}

/// The seed of an [`Object`].
#[derive(Debug)]
pub struct Shape<T>(PhantomData<T>);

impl<T> Shape<T> {
    /// An object of type `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

// Derived, these would ask the same of `T`.
impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shape<T> {}

impl<T> Default for Shape<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Object> Decode for T {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Shape::new().deserialize(deserializer)
    }
}

impl<'de, T: Object> DeserializeSeed<'de> for Shape<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Object> Visitor<'de> for Shape<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut draft = T::Draft::default();
        while let Some(property) = map.next_key_seed(Name::<T>(PhantomData))? {
            match property {
                // A name that stands twice: the last one counts, as it does on the slow path.
                Some(property) => T::read(&mut draft, property, &mut map)?,
                // Decoded and not skipped, because a skipped value is not checked for being JSON throughout.
                None if T::OPEN => drop(map.next_value::<serde_json::Value>()?),
                None => return Err(A::Error::custom("the object has an unknown property")),
            }
        }
        T::finish(draft).ok_or_else(|| A::Error::custom("the object lacks a required property"))
    }
}

struct Name<T>(PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for Name<T> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: Object> Visitor<'_> for Name<T> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(T::property(name))
    }
}
