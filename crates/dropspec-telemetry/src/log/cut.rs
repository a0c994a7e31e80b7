//! Values of a limited length.

use std::borrow::Cow;

/// The maximum length of a value, in bytes.
const MAX_LENGTH: usize = 1024;

/// A value, cut at [`MAX_LENGTH`] with the number of bytes that are left out.
pub(crate) fn cut(value: &str) -> Cow<'_, str> {
    if value.len() <= MAX_LENGTH {
        return Cow::Borrowed(value);
    }
    let end = (0..=MAX_LENGTH).rev().find(|end| value.is_char_boundary(*end)).unwrap_or_default();
    let (kept, rest) = value.split_at(end);
    Cow::Owned(format!("{kept}… ({} more bytes)", rest.len()))
}
