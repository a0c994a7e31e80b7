//! Bodies that are passed as they are.

use bytes::Bytes;
use futures_util::Stream;
use reqwest::Body;
use reqwest::header::CONTENT_TYPE;

/// A request body with the media type that it has, where the document allows a range such as `image/*`.
#[derive(Debug)]
pub struct TypedBody {
    /// The media type.
    pub media_type: String,
    /// The body.
    pub body: Body,
}

/// A response body that is read as it arrives.
#[derive(Debug)]
pub struct Content(reqwest::Response);

impl Content {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self(response)
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.0.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The body in parts, as they arrive.
    pub fn into_stream(self) -> impl Stream<Item = reqwest::Result<Bytes>> {
        self.0.bytes_stream()
    }

    /// The whole body.
    ///
    /// # Errors
    /// If the connection breaks.
    pub async fn bytes(self) -> reqwest::Result<Bytes> {
        self.0.bytes().await
    }

    /// The whole body as text.
    ///
    /// # Errors
    /// If the connection breaks.
    pub async fn text(self) -> reqwest::Result<String> {
        self.0.text().await
    }
}
