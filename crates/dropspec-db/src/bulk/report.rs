//! Reports with long lists as types of a document. Each item becomes a value of its own when the type reads it, so that the list is
//! never in memory as a tree of JSON values.

use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::{Serialize, forward_to_deserialize_any};

use dropspec_http::{Error, retain};

/// The value of a property of a report.
pub(super) enum Property<'p, I> {
    /// A number of items.
    Count(usize),
    /// Items, of which some properties are kept, or all; those that are no objects are kept whole.
    List(I, Option<&'p [&'p str]>),
}

impl<I> Property<'_, I>
where
    I: Iterator<Item: Serialize>,
{
    /// A report as a type of a document, which has some of its properties.
    pub(super) fn report<T: DeserializeOwned, const N: usize>(
        report: [(&'static str, Self); N],
        properties: &[&str],
    ) -> Result<T, Error> {
        let kept = report.into_iter().filter(|(name, _)| properties.contains(name));
        Ok(T::deserialize(MapDeserializer::new(kept))?)
    }
}

impl<I> IntoDeserializer<'_, serde_json::Error> for Property<'_, I>
where
    I: Iterator<Item: Serialize>,
{
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, I> Deserializer<'de> for Property<'_, I>
where
    I: Iterator<Item: Serialize>,
{
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Count(count) => visitor.visit_u64(count as u64),
            Self::List(items, properties) => visitor.visit_seq(Items { items, properties }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct enum identifier ignored_any
    }
}

/// The items of a list.
struct Items<'p, I> {
    items: I,
    properties: Option<&'p [&'p str]>,
}

impl<'de, I> SeqAccess<'de> for Items<'_, I>
where
    I: Iterator<Item: Serialize>,
{
    type Error = serde_json::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let mut item = serde_json::to_value(item)?;
        if let Some(properties) = self.properties {
            retain(&mut item, properties);
        }
        seed.deserialize(item).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}
