//! A value of the document with its position.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{escape, percent_decoded, unescape};
use crate::source::Source;

/// The maximum length of a chain of references.
const MAX_REFERENCE_CHAIN: usize = 64;

/// A value of the document.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    source: &'s Source,
    value: &'s Value,
    pointer: String,
}

/// The result of checking a part of the document.
pub type Checked<T> = Result<T, Diagnostics>;

impl<'s> Node<'s> {
    /// The root of the document.
    pub fn root(source: &'s Source) -> Self {
        Self { source, value: source.value(), pointer: String::new() }
    }

    /// The document of this value, with its files.
    pub(crate) fn source(&self) -> &'s Source {
        self.source
    }

    /// The root of the document of this value.
    pub(crate) fn document(&self) -> Self {
        Self::root(self.source)
    }

    /// A value of the same document whose pointer is known.
    pub(crate) fn with(&self, value: &'s Value, pointer: &str) -> Self {
        Self { source: self.source, value, pointer: pointer.to_owned() }
    }

    /// The value itself.
    pub fn value(&self) -> &'s Value {
        self.value
    }

    /// The pointer to the value.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The key or index of the value.
    pub(crate) fn key(&self) -> String {
        unescape(self.pointer.rsplit('/').next().unwrap_or_default())
    }

    /// The diagnostic about the reference at this node, if it cannot be resolved.
    pub(crate) fn unresolved_reference(&self) -> Option<&'s Diagnostic> {
        self.source.unresolved_reference(&self.pointer)
    }

    /// Whether a reference resolves in the published document.
    pub(crate) fn is_published(&self, reference: &str) -> bool {
        self.source.published().pointer(&percent_decoded(reference.trim_start_matches('#'))).is_some()
    }

    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.child(key, value))
    }

    /// The value of a required key.
    pub fn require(&self, key: &str) -> Checked<Self> {
        self.get(key).ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// The entries of an object.
    pub fn entries(&self) -> Checked<Vec<(&'s str, Self)>> {
        let object = self.value.as_object().ok_or_else(|| self.error("an object is expected here"))?;
        Ok(object.iter().map(|(key, value)| (key.as_str(), self.child(key, value))).collect())
    }

    /// The entries of the object at a key; empty if it is absent.
    pub fn entries_of(&self, key: &str) -> Checked<Vec<(&'s str, Self)>> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |node| node.entries())
    }

    /// The items of an array.
    pub fn items(&self) -> Checked<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.error("an array is expected here"))?;
        Ok(items.iter().enumerate().map(|(index, item)| self.child(&index.to_string(), item)).collect())
    }

    /// The items of the array at a key; empty if it is absent.
    pub fn items_of(&self, key: &str) -> Checked<Vec<Self>> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |node| node.items())
    }

    /// The string at a key, if present.
    pub fn text(&self, key: &str) -> Checked<Option<&'s str>> {
        self.scalar(key, "a string", Value::as_str)
    }

    /// The string at a required key.
    pub fn required_text(&self, key: &str) -> Checked<&'s str> {
        self.text(key)?.ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// The boolean at a key; false if it is absent.
    pub fn flag(&self, key: &str) -> Checked<bool> {
        self.scalar(key, "true or false", Value::as_bool).map(Option::unwrap_or_default)
    }

    /// The non-negative integer at a key, if present.
    pub fn count(&self, key: &str) -> Checked<Option<u64>> {
        self.scalar(key, "a whole number that is not negative", |value| {
            value.as_u64().or_else(|| value.as_f64().and_then(whole).and_then(|whole| whole.try_into().ok()))
        })
    }

    /// The number at a key, if present.
    pub fn number(&self, key: &str) -> Checked<Option<f64>> {
        self.scalar(key, "a number", Value::as_f64)
    }

    /// Whether this is the schema of a read-only property, directly or by reference.
    pub fn is_read_only(&self) -> Checked<bool> {
        Ok(self.flag("readOnly")? || self.resolve()?.flag("readOnly")?)
    }

    /// Whether this is the schema of a write-only property, directly or by reference.
    pub fn is_write_only(&self) -> Checked<bool> {
        Ok(self.flag("writeOnly")? || self.resolve()?.flag("writeOnly")?)
    }

    fn scalar<T>(&self, key: &str, expected: &str, read: impl FnOnce(&'s Value) -> Option<T>) -> Checked<Option<T>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        read(node.value).map(Some).ok_or_else(|| node.error(format!("`{key}` must be {expected}")))
    }

    /// Follows references. All of them are local to the document: see [`Source`].
    pub fn resolve(&self) -> Checked<Self> {
        let mut node = self.clone();
        for _ in 0..MAX_REFERENCE_CHAIN {
            let Some(reference) = node.text("$ref")? else {
                return Ok(node);
            };
            if let Some(diagnostic) = self.source.unresolved_reference(&node.pointer) {
                return Err(Diagnostics(vec![diagnostic.clone()]));
            }
            let pointer = percent_decoded(reference.trim_start_matches('#'));
            let Some(value) = self.source.value().pointer(&pointer) else {
                return Err(node.error(format!("cannot resolve `{reference}`")));
            };
            node = Self { source: self.source, value, pointer };
        }
        Err(self.error("circular references"))
    }

    /// Rejects keys that are not in `known`. Extensions (`x-…`) are allowed, except unknown `x-dropspec-…` ones.
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

    /// A child of this value.
    pub(crate) fn child(&self, key: &str, value: &'s Value) -> Self {
        let key = escape(key);
        Self { source: self.source, value, pointer: [&self.pointer, "/", &key].concat() }
    }
}

/// Both values, or the diagnostics of both.
pub fn both<T, U>(one: Checked<T>, other: Checked<U>) -> Checked<(T, U)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Diagnostics(mut found)), Err(Diagnostics(more))) => {
            found.extend(more);
            Err(Diagnostics(found))
        }
        (Err(found), Ok(_)) | (Ok(_), Err(found)) => Err(found),
    }
}

/// Reads all items, and collects the diagnostics of all of them.
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
