//! The items of a bulk: each is decoded and checked by itself, so that what is wrong with one says nothing of the others.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeOwned, IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;
use tracing::debug;

use super::json_size::json_size;
use super::{RequestContext, whole_numbers};
use crate::error::Error;
use dropspec_schema::{Decode, Schema, from_json, with_path};
use dropspec_schema::{ErrorSource, Violation, Violations};

/// The maximum number of violations of an item that are reported one by one.
const MAX_OF_ITEM: usize = 20;

/// The number of violations from which on only the first one of each item is reported.
const MAX_OF_BULK: usize = 1000;

/// The maximum memory of one item, in bytes.
const MAX_ITEM_SIZE: usize = 32 * 1024 * 1024;

/// The items of an array, each decoded or with what is wrong with it. Pointers begin at the array.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items<T>(pub Vec<Result<T, Violations>>);

impl RequestContext {
    /// The body, a JSON array of `least` to `most` items that are decoded and checked on the fast path.
    ///
    /// # Errors
    /// 413, or [`Error::Invalid`] when it is no such array. An invalid item is no error.
    pub async fn bulk<T: Decode>(&mut self, schema: &Schema, least: usize, most: usize) -> Result<Items<T>, Error> {
        let decode = |item: Item<'_>| match from_json(item.text) {
            Ok(decoded) => Ok(Ok(decoded)),
            Err(_) => item.checked(schema, |value| T::decode(value)),
        };
        self.each(least, most, decode).await
    }

    /// The body, as [`RequestContext::bulk`] gives it, of items that the fast path does not cover.
    ///
    /// # Errors
    /// As [`RequestContext::bulk`].
    pub async fn bulk_with_serde<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
        least: usize,
        most: usize,
    ) -> Result<Items<T>, Error> {
        let decode = |item: Item<'_>| item.checked(schema, |value| T::deserialize(whole_numbers(value)));
        self.each(least, most, decode).await
    }

    async fn each<T>(
        &mut self,
        least: usize,
        most: usize,
        decode: impl Fn(Item<'_>) -> Result<Result<T, Violations>, Error>,
    ) -> Result<Items<T>, Error> {
        let bytes = self.read_body().await?;
        let text = self.json_text(&bytes)?;
        // Each item is measured by itself; all together are only nested too deeply.
        json_size(text, usize::MAX).map_err(|error| self.invalid_body(format!("the body is not accepted: {error}")))?;
        let Texts { kept: texts, count } = Texts::read(text, most)
            .map_err(|error| self.invalid_body(format!("the body is not a JSON array: {error}")))?;
        if count < least {
            return Err(self.invalid_body(format!("an array of {count} is too short (the least is {least})")));
        }
        if count > most {
            return Err(self.invalid_body(format!("an array of {count} is too long (the most is {most})")));
        }
        let mut left = MAX_OF_BULK;
        let items = texts.iter().enumerate().map(|(index, text)| {
            let item = Item { root: &format!("/{index}"), text: text.get(), most: left.clamp(1, MAX_OF_ITEM) };
            let decoded = match json_size(item.text, MAX_ITEM_SIZE) {
                Ok(_) => decode(item)?,
                Err(error) => Err(item.invalid(&format!("the item is not accepted: {error}"))),
            };
            if let Err(violations) = &decoded {
                left = left.saturating_sub(violations.reported().len());
            }
            Ok(decoded)
        });
        Ok(Items(items.collect::<Result<_, Error>>()?))
    }
}

/// The texts of the items of an array, as far as there may be so many.
struct Texts<'t> {
    kept: Vec<&'t RawValue>,
    /// The number of all items.
    count: usize,
}

impl<'t> Texts<'t> {
    fn read(text: &'t str, most: usize) -> Result<Self, serde_json::Error> {
        let mut deserializer = Deserializer::from_str(text);
        let texts = deserializer.deserialize_seq(TextsVisitor { most })?;
        deserializer.end()?;
        Ok(texts)
    }
}

struct TextsVisitor {
    most: usize,
}

impl<'t> Visitor<'t> for TextsVisitor {
    type Value = Texts<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<Texts<'t>, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < self.most {
            match items.next_element()? {
                Some(text) => kept.push(text),
                None => break,
            }
        }
        let mut count = kept.len();
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Texts { kept, count })
    }
}

/// The text of an item.
#[derive(Clone, Copy)]
struct Item<'i> {
    /// The pointer to the item.
    root: &'i str,
    text: &'i str,
    /// The maximum number of its violations that are reported one by one.
    most: usize,
}

impl Item<'_> {
    /// The violation of the item as a whole.
    fn invalid(self, detail: &str) -> Violations {
        let source = ErrorSource::Pointer(self.root.to_owned());
        vec![Violation { source, detail: with_path(detail, self.root) }].into()
    }

    /// The slow path.
    fn checked<T>(
        self,
        schema: &Schema,
        decode: impl FnOnce(serde_json::Value) -> Result<T, serde_json::Error>,
    ) -> Result<Result<T, Violations>, Error> {
        let invalid = |detail: &str| Ok(Err(self.invalid(detail)));
        let value = match serde_json::from_str(self.text) {
            Ok(value) => value,
            Err(error) => return invalid(&format!("the item is not JSON: {error}")),
        };
        let found = schema.text_violations(self.root, self.text, &value, self.most)?;
        if !found.is_empty() {
            return Ok(Err(found));
        }
        match decode(value) {
            Ok(item) => Ok(Ok(item)),
            Err(error) => {
                debug!(%error, "a valid item cannot be decoded");
                invalid("the item cannot be represented")
            }
        }
    }
}
