//! A value of the document that knows where it is.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{escape, percent_decoded, unescape};
use crate::source::Source;

/// How many references may lead to each other.
const MAX_REFERENCE_CHAIN: usize = 64;

/// A value of the document.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    source: &'s Source,
    value: &'s Value,
    pointer: String,
}

/// The outcome of reading a part of the document.
pub type Checked<T> = Result<T, Diagnostics>;

impl<'s> Node<'s> {
    /// The whole document.
    pub fn root(source: &'s Source) -> Self {
        Self { source, value: source.value(), pointer: String::new() }
    }

    /// The value itself.
    pub fn value(&self) -> &'s Value {
        self.value
    }

    /// Where the value is.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The key that the value stands under.
    pub(crate) fn key(&self) -> String {
        unescape(self.pointer.rsplit('/').next().unwrap_or_default())
    }

    /// What is wrong with the reference that this string is, if it could not be followed.
    pub(crate) fn unresolved_reference(&self) -> Option<&'s Diagnostic> {
        self.source.unresolved_reference(&self.pointer)
    }

    /// Whether a reference leads somewhere in the document as it is served.
    pub(crate) fn is_published(&self, reference: &str) -> bool {
        self.source.published().pointer(&percent_decoded(reference.trim_start_matches('#'))).is_some()
    }

    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.child(key, value))
    }

    /// The value of a key that must be there.
    pub fn require(&self, key: &str) -> Checked<Self> {
        self.get(key).ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// The entries of an object.
    pub fn entries(&self) -> Checked<Vec<(&'s str, Self)>> {
        let object = self.value.as_object().ok_or_else(|| self.error("an object is expected here"))?;
        Ok(object.iter().map(|(key, value)| (key.as_str(), self.child(key, value))).collect())
    }

    /// The entries of the object under a key, none if it is not there.
    pub fn entries_of(&self, key: &str) -> Checked<Vec<(&'s str, Self)>> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |node| node.entries())
    }

    /// The items of an array.
    pub fn items(&self) -> Checked<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.error("an array is expected here"))?;
        Ok(items.iter().enumerate().map(|(index, item)| self.child(&index.to_string(), item)).collect())
    }

    /// The items of the array under a key, none if it is not there.
    pub fn items_of(&self, key: &str) -> Checked<Vec<Self>> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |node| node.items())
    }

    /// The string under a key, if it is there.
    pub fn text(&self, key: &str) -> Checked<Option<&'s str>> {
        self.scalar(key, "a string", Value::as_str)
    }

    /// The string under a key that must be there.
    pub fn required_text(&self, key: &str) -> Checked<&'s str> {
        self.text(key)?.ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// The boolean under a key, false if it is not there.
    pub fn flag(&self, key: &str) -> Checked<bool> {
        self.scalar(key, "true or false", Value::as_bool).map(Option::unwrap_or_default)
    }

    /// The whole number, not below zero, under a key.
    pub fn count(&self, key: &str) -> Checked<Option<u64>> {
        self.scalar(key, "a whole number that is not negative", |value| {
            value.as_u64().or_else(|| value.as_f64().and_then(whole).and_then(|whole| whole.try_into().ok()))
        })
    }

    /// The number under a key.
    pub fn number(&self, key: &str) -> Checked<Option<f64>> {
        self.scalar(key, "a number", Value::as_f64)
    }

    /// Whether this is the schema of a property that only answers have, by itself or by what it refers to.
    pub fn is_read_only(&self) -> Checked<bool> {
        Ok(self.flag("readOnly")? || self.resolve()?.flag("readOnly")?)
    }

    /// Whether this is the schema of a property that only requests have, by itself or by what it refers to.
    pub fn is_write_only(&self) -> Checked<bool> {
        Ok(self.flag("writeOnly")? || self.resolve()?.flag("writeOnly")?)
    }

    fn scalar<T>(&self, key: &str, expected: &str, read: impl FnOnce(&'s Value) -> Option<T>) -> Checked<Option<T>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        read(node.value).map(Some).ok_or_else(|| node.error(format!("`{key}` must be {expected}")))
    }

    /// What this is or refers to. All references are within the document: see [`Source`].
    pub fn resolve(&self) -> Checked<Self> {
        let mut node = self.clone();
        for _ in 0..MAX_REFERENCE_CHAIN {
            let Some(reference) = node.text("$ref")? else {
                return Ok(node);
            };
            node.reject_siblings()?;
            if let Some(diagnostic) = self.source.unresolved_reference(&node.pointer) {
                return Err(Diagnostics(vec![diagnostic.clone()]));
            }
            let pointer = percent_decoded(reference.trim_start_matches('#'));
            let Some(value) = self.source.value().pointer(&pointer) else {
                return Err(node.error(format!("`{reference}` leads nowhere")));
            };
            node = Self { source: self.source, value, pointer };
        }
        Err(self.error("these references lead in a circle"))
    }

    /// Refuses what stands beside `$ref`, because OpenAPI 3.0 ignores it.
    fn reject_siblings(&self) -> Checked<()> {
        let sibling = |(key, _): &(&str, Self)| *key != "$ref" && !key.starts_with("x-");
        match self.entries()?.into_iter().find(sibling) {
            Some((key, node)) => Err(node.error(format!(
                "`{key}` beside `$ref` does not count in OpenAPI 3.0; move it to what is referred to, or remove it"
            ))),
            None => Ok(()),
        }
    }

    /// Refuses the keys that are not among `known`. Extensions (`x-…`) are allowed, except those that claim to be ours.
    pub fn allow_keys(&self, what: &str, known: &[&str]) -> Checked<()> {
        let extension = |key: &str| key.starts_with("x-") && !key.starts_with("x-dropspec-");
        let unknown = |key: &str| !known.contains(&key) && !extension(key);
        let diagnostics: Vec<Diagnostic> = self
            .entries()?
            .into_iter()
            .filter(|(key, _)| unknown(key))
            .map(|(key, node)| node.diagnostic(format!("`{key}` of {what} is not supported")))
            .collect();
        if diagnostics.is_empty() { Ok(()) } else { Err(Diagnostics(diagnostics)) }
    }

    /// A diagnostic about this value.
    pub fn diagnostic(&self, message: impl Into<String>) -> Diagnostic {
        self.source.diagnostic(&self.pointer, message)
    }

    /// A diagnostic about this value, as an error.
    pub fn error(&self, message: impl Into<String>) -> Diagnostics {
        Diagnostics(vec![self.diagnostic(message)])
    }

    /// A value within this one.
    pub(crate) fn child(&self, key: &str, value: &'s Value) -> Self {
        let key = escape(key);
        Self { source: self.source, value, pointer: [&self.pointer, "/", &key].concat() }
    }
}

/// Goes through all items and gathers what is wrong with any of them.
pub fn collect<T, U>(items: impl IntoIterator<Item = T>, read: impl FnMut(T) -> Checked<U>) -> Checked<Vec<U>> {
    let mut values = Vec::new();
    let mut diagnostics = Vec::new();
    for outcome in items.into_iter().map(read) {
        match outcome {
            Ok(value) => values.push(value),
            Err(Diagnostics(found)) => diagnostics.extend(found),
        }
    }
    if diagnostics.is_empty() { Ok(values) } else { Err(Diagnostics(diagnostics)) }
}

#[allow(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}
