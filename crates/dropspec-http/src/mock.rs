//! What an operation answers before it is implemented: the examples of its document.

use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::response::Response;

/// A successful answer that a document gives as an example.
///
/// A service that is started with such answers ([`crate::ServiceConfig::mocks`]) gives them in place of 501, after it has checked the
/// request as ever.
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
    /// The answer; headers that HTTP does not allow are left out.
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
