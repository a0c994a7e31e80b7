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

/// Whether a string has the `format: duration` (RFC 3339, appendix A): weeks, or other units, each at most once and in their order.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    match time {
        None => is_sequence(date, "YMD") || is_sequence(date, "W"),
        Some(time) => (date.is_empty() || is_sequence(date, "YMD")) && is_sequence(time, "HMS"),
    }
}

/// Whether a text has numbers with units, at least one and in this order.
fn is_sequence(text: &str, units: &str) -> bool {
    let mut rest = units;
    let is_unit = |part: &str| {
        let (digits, unit) = part.split_at(part.len() - 1);
        let place = rest.find(unit);
        rest = place.map_or("", |place| &rest[place + 1..]);
        place.is_some() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.is_ascii() && !text.is_empty() && text.split_inclusive(|unit: char| !unit.is_ascii_digit()).all(is_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_the_rfc() {
        for text in ["P1Y", "P1Y2M3DT4H5M6S", "P4W", "PT36H", "P1DT12H", "P1Y3D", "PT0S"] {
            assert!(is_duration(text), "{text}");
        }
        for text in
            ["", "P", "PT", "1D", "P1", "P1S", "PT1D", "P1M1Y", "P1W1D", "P1DT", "-P1D", "P1.5D", "PT1H ", "P1D\u{e9}"]
        {
            assert!(!is_duration(text), "{text}");
        }
    }
}
