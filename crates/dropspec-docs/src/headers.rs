//! Headers of responses.

use dropspec_http::Reply;
use http::{HeaderName, HeaderValue};

/// Adds static headers.
pub(crate) fn with_headers(mut reply: Reply, headers: &[(HeaderName, &'static str)]) -> Reply {
    reply.headers.extend(headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))));
    reply
}
