//! A request body that is read while it comes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use http::StatusCode;
use http_body::Body as _;

use crate::body::Body;
use crate::error::Error;
use crate::problem::Problem;

/// A request body of a media type that is not decoded: a stream of its bytes.
#[derive(Debug)]
pub struct Upload {
    body: Option<Body>,
    left: usize,
    limit: usize,
    media_type: String,
}

/// Why an [`Upload`] ends early.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is more than this many bytes.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// The connection has failed.
    #[error("the body could not be read: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            UploadError::Broken(_) => StatusCode::BAD_REQUEST,
        };
        Self::rejection(status, Problem::new(error.to_string()))
    }
}

impl Upload {
    pub(super) fn new(body: Body, limit: usize, media_type: String) -> Self {
        Self { body: Some(body), left: limit, limit, media_type }
    }

    /// The media type, as in the header; empty if there is none.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// All of the body, in memory.
    ///
    /// # Errors
    /// When it is too large, or when the connection fails.
    pub async fn collect(mut self) -> Result<Bytes, UploadError> {
        let mut all = BytesMut::new();
        while let Some(part) = self.next().await {
            all.extend_from_slice(&part?);
        }
        Ok(all.freeze())
    }
}

impl Stream for Upload {
    type Item = Result<Bytes, UploadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = self.body.as_mut() else { return Poll::Ready(None) };
        loop {
            let Some(frame) = ready!(Pin::new(&mut *body).poll_frame(context)) else {
                self.body = None;
                return Poll::Ready(None);
            };
            match frame {
                Ok(frame) => {
                    let Ok(data) = frame.into_data() else { continue };
                    let Some(left) = self.left.checked_sub(data.len()) else {
                        self.body = None;
                        return Poll::Ready(Some(Err(UploadError::TooLarge(self.limit))));
                    };
                    self.left = left;
                    return Poll::Ready(Some(Ok(data)));
                }
                Err(error) => {
                    self.body = None;
                    return Poll::Ready(Some(Err(UploadError::Broken(error))));
                }
            }
        }
    }
}
