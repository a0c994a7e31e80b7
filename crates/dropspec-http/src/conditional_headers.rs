//! The headers of conditional requests.

use http::header::{IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName};

/// The conditional headers of a request (RFC 9110, section 13.1). They are part of HTTP, so that a document need not declare them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConditionalHeaders {
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
}

impl ConditionalHeaders {
    /// The headers of a request; `None` if it has none of them.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(IF_MATCH) && !headers.contains_key(IF_NONE_MATCH) {
            return None;
        }
        Some(Self { if_match: list(headers, &IF_MATCH), if_none_match: list(headers, &IF_NONE_MATCH) })
    }
}

/// The value of a header that may be split into several lines.
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<_> = headers.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}
