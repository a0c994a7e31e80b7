//! The headers of conditional requests.

use http::header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
use http::{HeaderMap, HeaderName};

/// The conditional headers of a request (RFC 9110, section 13.1). They are part of HTTP, so that a document need not declare them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConditionalHeaders {
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `If-Modified-Since`.
    pub if_modified_since: Option<String>,
    /// `If-Unmodified-Since`.
    pub if_unmodified_since: Option<String>,
}

/// The names of the headers.
const NAMES: [HeaderName; 4] = [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE];

impl ConditionalHeaders {
    /// The headers of a request; `None` if it has none of them.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        if !NAMES.iter().any(|name| headers.contains_key(name)) {
            return None;
        }
        let [if_match, if_none_match, if_modified_since, if_unmodified_since] = NAMES.map(|name| list(headers, &name));
        Some(Self { if_match, if_none_match, if_modified_since, if_unmodified_since })
    }
}

/// The value of a header that may be split into several lines.
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<_> = headers.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}
