//! Values that are written as strings.

use uuid::Uuid;

/// Reads a `format: uuid`: 36 characters with dashes or 32 without, in either case.
#[must_use]
pub fn uuid(text: &str) -> Option<Uuid> {
    // The crate also reads braces and URNs, which the format does not allow.
    matches!(text.len(), 36 | 32).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// Whether a string has the `format: decimal`: digits, and digits after a point, as many as 255 each, after a `-`.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, fraction)| digits(whole) && digits(fraction))
}
