//! The formats that are read here, and not by the crate `jsonschema`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use uuid::Uuid;

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
