//! `type: string`.

use std::fmt;
use std::sync::OnceLock;

use dropspec_validation::Format;
use regex::Regex;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};
use uuid::Uuid;

/// `pattern`, in the syntax of the crate `regex`; the generator translates from ECMA-262 and rejects what cannot be translated.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that is compiled when it is first used.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    fn matches(&self, text: &str) -> bool {
        let regex = self.compiled.get_or_init(|| Regex::new(self.source).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// `type: string` without a format, or with one that the service adds. Lengths are in code points.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    min_length: usize,
    max_length: usize,
    pattern: Option<&'static Pattern>,
    format: Option<Format>,
}

impl Text {
    /// Any string.
    #[must_use]
    pub const fn new() -> Self {
        Self { min_length: 0, max_length: usize::MAX, pattern: None, format: None }
    }

    /// The fewest code points allowed.
    #[must_use]
    pub const fn min_length(mut self, length: usize) -> Self {
        self.min_length = length;
        self
    }

    /// The most code points allowed.
    #[must_use]
    pub const fn max_length(mut self, length: usize) -> Self {
        self.max_length = length;
        self
    }

    /// A pattern that a part of the string must match.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// A format of the service that the string must have.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    fn allows(&self, text: &str) -> bool {
        self.length_fits(text)
            && self.pattern.is_none_or(|pattern| pattern.matches(text))
            && self.format.is_none_or(|format| format.allows(text))
    }

    fn length_fits(&self, text: &str) -> bool {
        // A code point has one to four bytes, so the bytes often settle it without counting.
        let bytes = text.len();
        if bytes <= self.max_length && bytes / 4 >= self.min_length {
            return true;
        }
        let length = text.chars().count();
        self.min_length <= length && length <= self.max_length
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string that its schema allows")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if self.allows(text) { Ok(text.to_owned()) } else { Err(E::custom("the string is not allowed")) }
    }
}

/// `format: uuid` (RFC 9562), in either case and with or without its dashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct UuidFormat;

impl<'de> DeserializeSeed<'de> for UuidFormat {
    type Value = Uuid;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Uuid, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for UuidFormat {
    type Value = Uuid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a uuid")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Uuid, E> {
        dropspec_validation::uuid(text).ok_or_else(|| E::custom("the string is not a uuid"))
    }
}
