//! The values of `format`: those that OpenAPI and JSON Schema define, and those that a service adds.

/// The formats that are validated, on values of their type. OpenAPI 3.0 leaves the list open: any other format is
/// documentation only, unless the service checks it.
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

/// The formats of strings that are not validated, since any string has them: they say how values are held or shown.
const UNCHECKED_FORMATS: [&str; 2] = ["binary", "password"];

/// A format of strings that a service checks itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFormat {
    /// The value of `format`.
    pub name: String,
    /// The path of the function that checks a string, as generated code refers to it. Code has no such check if the function is not known.
    pub function: Option<String>,
}

/// A service cannot add a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The format has a meaning already.
    #[error("the format `{0}` cannot be added: it is defined already; choose another name")]
    Defined(String),
}

/// Whether a format is validated by the library.
pub(crate) fn is_checked_format(format: &str) -> bool {
    CHECKED_FORMATS.contains(&format)
}

/// Whether a format is that of numbers.
pub(crate) fn is_numeric_format(format: &str) -> bool {
    matches!(format, "double" | "float" | "int32" | "int64")
}

/// Whether a format is defined by OpenAPI or JSON Schema.
pub(crate) fn is_defined_format(format: &str) -> bool {
    is_checked_format(format) || UNCHECKED_FORMATS.contains(&format)
}
