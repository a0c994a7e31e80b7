//! What the keys of a service begin with.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// What tells the keys of a service from those of others: 1 to 16 lower-case letters and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPrefix(Cow<'static, str>);

/// Why a text cannot be the prefix of keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot be the prefix of keys: take 1 to 16 lower-case letters and digits")]
pub struct PrefixError(String);

impl KeyPrefix {
    /// A prefix that the program names. As a constant, a wrong one does not compile.
    ///
    /// # Panics
    /// When it is made of anything else than 1 to 16 lower-case letters and digits.
    #[must_use]
    pub const fn constant(text: &'static str) -> Self {
        assert!(fits(text), "the prefix of keys is made of 1 to 16 lower-case letters and digits");
        Self(Cow::Borrowed(text))
    }
}

impl FromStr for KeyPrefix {
    type Err = PrefixError;

    fn from_str(text: &str) -> Result<Self, PrefixError> {
        if fits(text) { Ok(Self(text.to_owned().into())) } else { Err(PrefixError(text.to_owned())) }
    }
}

impl AsRef<str> for KeyPrefix {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const fn fits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // A constant has no iterators.
    while at < bytes.len() {
        if !bytes[at].is_ascii_lowercase() && !bytes[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    matches!(at, 1..=16)
}
