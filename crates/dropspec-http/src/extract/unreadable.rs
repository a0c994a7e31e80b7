//! Why a text is not a value.

use super::text::NotText;

/// Why a text is not a value.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is duplicate.
    Duplicate,
    /// It is not UTF-8.
    NotText,
    /// It does not have the form of its style.
    Malformed,
    /// It should be JSON.
    NotJson(serde_json::Error),
    /// A number of it would not be kept, with the reason.
    NotKept(String),
}

impl From<NotText> for Unreadable {
    fn from(_: NotText) -> Self {
        Self::NotText
    }
}
