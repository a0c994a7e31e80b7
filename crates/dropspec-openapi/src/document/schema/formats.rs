//! The formats that are validated.

/// The formats that are validated, on values of their type. OpenAPI 3.0 leaves the list open: any other format is
/// documentation only.
const CHECKED_FORMATS: &[&str] = &[
    "byte",
    "date",
    "date-time",
    "decimal",
    "double",
    "duration",
    "email",
    "float",
    "hostname",
    "idn-email",
    "idn-hostname",
    "int32",
    "int64",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// Whether a format is validated.
pub fn is_checked_format(format: &str) -> bool {
    CHECKED_FORMATS.contains(&format)
}
