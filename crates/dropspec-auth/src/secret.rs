//! Text that must not be seen.

use std::fmt;

use subtle::ConstantTimeEq;

/// A password, key or token. It does not show in `Debug`, and there is no `Display`.
///
/// There is no `==` either: [`Secret::matches`] compares in constant time.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both are the same, in a time that depends on their lengths only.
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
    fn a_secret_matches_itself_only() {
        let secret = Secret::from("open sesame");
        assert!(secret.matches("open sesame"));
        for other in ["", "open sesam", "open sesame!", "Open sesame"] {
            assert!(!secret.matches(other), "{other}");
        }
    }

    #[test]
    fn a_secret_does_not_show() {
        assert_eq!(format!("{:?}", Secret::from("open sesame")), "Secret(..)");
    }
}
