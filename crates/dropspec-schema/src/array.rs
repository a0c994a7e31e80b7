//! `type: array`.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};

/// `type: array` of what `S` decodes.
#[derive(Clone, Copy, Debug)]
pub struct Array<S> {
    items: S,
    min_items: usize,
    max_items: usize,
}

impl<S> Array<S> {
    /// Any number of items.
    #[must_use]
    pub const fn new(items: S) -> Self {
        Self { items, min_items: 0, max_items: usize::MAX }
    }

    /// The fewest items allowed.
    #[must_use]
    pub const fn min_items(mut self, count: usize) -> Self {
        self.min_items = count;
        self
    }

    /// The most items allowed.
    #[must_use]
    pub const fn max_items(mut self, count: usize) -> Self {
        self.max_items = count;
        self
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Array<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Array<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array that its schema allows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self.items)? {
            if values.len() == self.max_items {
                return Err(A::Error::custom("the array is too long"));
            }
            values.push(value);
        }
        if values.len() < self.min_items {
            return Err(A::Error::custom("the array is too short"));
        }
        Ok(values)
    }
}
