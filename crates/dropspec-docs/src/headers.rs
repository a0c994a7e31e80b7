//! Headers of responses.

use dropspec_http::Response;
use http::{HeaderName, HeaderValue};

/// Adds static headers.
pub(crate) fn with_headers(mut response: Response, headers: &[(HeaderName, &'static str)]) -> Response {
    response.headers.extend(headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))));
    response
}
