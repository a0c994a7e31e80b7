//! The formats that both paths must read alike.

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
