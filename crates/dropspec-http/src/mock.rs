//! Responses of operations that are not implemented: the examples of the document.

use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::response::Response;

/// A successful response that a document has as an example.
///
/// A service with mocks ([`crate::ServiceConfig::mocks`]) returns them in place of 501, after it has validated the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mock {
    /// The document's `operationId`.
    pub operation: &'static str,
    /// The status, a success.
    pub status: u16,
    /// The media type of the body.
    pub media_type: &'static str,
    /// The headers, their names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: &'static str,
}

impl Mock {
    /// The response, without headers that are invalid in HTTP.
    pub(crate) fn response(&self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let mut response = Response::bytes(status, self.media_type, self.body);
        for (name, value) in self.headers {
            // The content type is that of the body.
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
                && name != header::CONTENT_TYPE
            {
                response.headers.insert(name, value);
            }
        }
        response
    }
}
