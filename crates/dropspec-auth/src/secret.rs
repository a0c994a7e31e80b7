//! Text that must not be shown.

use std::fmt;

use subtle::ConstantTimeEq;

/// A password, key or token. `Debug` hides it, and it has no `Display`.
///
/// It has no `==` either: [`Secret::matches`] compares in constant time.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both texts are equal, in a time that depends on their lengths only.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_matches() {
        let secret = Secret::from("open sesame");
        assert!(secret.matches("open sesame"));
        for other in ["", "open sesam", "open sesame!", "Open sesame"] {
            assert!(!secret.matches(other), "{other}");
        }
    }

    #[test]
    fn debug_output_hides_the_text() {
        assert_eq!(format!("{:?}", Secret::from("open sesame")), "Secret(..)");
    }
}
