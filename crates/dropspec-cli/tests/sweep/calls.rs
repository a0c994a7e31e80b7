//! Requests, and the statuses that are right for them.

use std::fmt::Write;

use serde_json::Value;

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// The path and the query, percent-encoded.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<(String, Vec<u8>)>,
    pub(crate) expected: Expected,
}

/// The response that is right for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The request is valid. No operation is implemented, so the status is 501.
    Valid,
    /// The request violates its schema: 400.
    Rejected,
    /// The path and the method exist. Nothing is known about the rest of the request.
    Known,
}

impl Expected {
    /// Whether a status is right.
    pub(crate) fn allows(self, status: u16) -> bool {
        match self {
            Self::Valid => status == 501,
            Self::Rejected => status == 400,
            Self::Known => !matches!(status, 404 | 405 | 500),
        }
    }
}

/// A value in a query, path, header or form: strings are themselves, everything else is JSON.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Percent-encodes all but unreserved characters (RFC 3986).
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => write!(encoded, "%{byte:02X}").unwrap(),
        }
        encoded
    })
}
