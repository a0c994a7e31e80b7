//! The formats that are read here, and not by the crate `jsonschema`, and those that a service adds.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use uuid::Uuid;

/// A format of strings that a service adds.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub(super) name: &'static str,
    pub(super) allows: fn(&str) -> bool,
}

impl Format {
    /// A format with the function that tells whether a string has it.
    #[must_use]
    pub const fn new(name: &'static str, allows: fn(&str) -> bool) -> Self {
        Self { name, allows }
    }
}

/// Reads a `format: uuid`: 36 characters with dashes or 32 without, in either case.
pub(super) fn uuid(text: &str) -> Option<Uuid> {
    // The crate also reads braces and URNs, which the format does not allow.
    matches!(text.len(), 36 | 32).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// Whether a string has the `format: uuid`.
pub(super) fn is_uuid(text: &str) -> bool {
    uuid(text).is_some()
}

/// Whether a string has the `format: byte`: base64 with its padding and nothing else (RFC 4648, section 4).
pub(super) fn is_base64(text: &str) -> bool {
    BASE64_STANDARD.decode(text).is_ok()
}

/// Whether a string has the `format: hostname` (RFC 1123, section 2.1): labels of letters, digits and hyphens, none of which a hyphen
/// begins or ends.
pub(super) fn is_hostname(text: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// Whether a string has the `format: decimal`: digits, and digits after a point, as many as 255 each, after a `-`.
pub(super) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, fraction)| digits(whole) && digits(fraction))
}
