//! The prefix of API keys.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The prefix that marks the API keys of a service: 1 to 16 lower-case letters and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPrefix(Cow<'static, str>);

/// A text is not a valid [`KeyPrefix`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid API key prefix `{0}`: use 1 to 16 lower-case letters and digits")]
pub struct KeyPrefixError(String);

impl KeyPrefix {
    /// A prefix known at compile time. In a `const`, an invalid one does not compile.
    ///
    /// # Panics
    /// If it is not made of 1 to 16 lower-case letters and digits.
    #[must_use]
    pub const fn constant(text: &'static str) -> Self {
        assert!(is_valid(text), "an API key prefix has 1 to 16 lower-case letters and digits");
        Self(Cow::Borrowed(text))
    }
}

impl FromStr for KeyPrefix {
    type Err = KeyPrefixError;

    fn from_str(text: &str) -> Result<Self, KeyPrefixError> {
        if is_valid(text) { Ok(Self(text.to_owned().into())) } else { Err(KeyPrefixError(text.to_owned())) }
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

const fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Iterators are not available in constants.
    while at < bytes.len() {
        if !bytes[at].is_ascii_lowercase() && !bytes[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    matches!(at, 1..=16)
}
