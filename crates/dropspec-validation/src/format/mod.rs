//! The keyword `format`, on strings.

mod date_time;
mod encoded;
mod host;
mod pointer;
mod uri;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

pub use encoded::{is_decimal, uuid};
pub use host::is_hostname;

/// A format of strings.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    name: &'static str,
    allows: fn(&str) -> bool,
}

/// The formats that OpenAPI and JSON Schema define, except those that any string has.
const DEFINED: &[Format] = &[
    Format::new("byte", |text| BASE64_STANDARD.decode(text).is_ok()),
    Format::new("date", date_time::is_date),
    Format::new("date-time", date_time::is_date_time),
    Format::new("decimal", is_decimal),
    Format::new("duration", date_time::is_duration),
    Format::new("email", host::is_email),
    Format::new("hostname", is_hostname),
    Format::new("idn-email", host::is_idn_email),
    Format::new("idn-hostname", host::is_idn_hostname),
    Format::new("ipv4", host::is_ipv4),
    Format::new("ipv6", host::is_ipv6),
    Format::new("iri", uri::is_iri),
    Format::new("iri-reference", uri::is_iri_reference),
    Format::new("json-pointer", pointer::is_pointer),
    Format::new("regex", jsonschema_regex::is_valid_ecma_regex),
    Format::new("relative-json-pointer", pointer::is_relative_pointer),
    Format::new("time", date_time::is_time),
    Format::new("uri", uri::is_uri),
    Format::new("uri-reference", uri::is_uri_reference),
    Format::new("uri-template", uri::is_uri_template),
    Format::new("uuid", |text| uuid(text).is_some()),
];

impl Format {
    /// A format with the function that tells whether a string has it.
    #[must_use]
    pub const fn new(name: &'static str, allows: fn(&str) -> bool) -> Self {
        Self { name, allows }
    }

    /// A format of OpenAPI or JSON Schema that is checked.
    #[must_use]
    pub fn defined(name: &str) -> Option<Self> {
        DEFINED.iter().find(|format| format.name == name).copied()
    }

    /// The name, as `format` has it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether a string has the format.
    #[must_use]
    pub fn allows(&self, text: &str) -> bool {
        (self.allows)(text)
    }
}
