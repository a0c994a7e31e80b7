//! A request body that is read while it comes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use http::StatusCode;
use http::header::CONNECTION;
use http_body::Body as _;

use super::upload_pace::UploadPace;
use crate::body::Body;
use crate::config::UploadConfig;
use crate::error::{Error, Rejection};
use crate::problem::Problem;

/// A request body of a media type that is not decoded: a stream of its bytes.
#[derive(Debug)]
pub struct Upload {
    body: Option<Body>,
    left: usize,
    limit: usize,
    media_type: String,
    pace: UploadPace,
}

/// Why an [`Upload`] ends early.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is more than this many bytes.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// Fewer than this many bytes arrive per second.
    #[error("the body arrives too slowly: less than {0} bytes per second")]
    TooSlow(u64),
    /// The body has not arrived within this time.
    #[error("the body did not arrive within {0:?}")]
    TimedOut(Duration),
    /// The connection has failed.
    #[error("the body could not be read: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            UploadError::TooSlow(_) | UploadError::TimedOut(_) => StatusCode::REQUEST_TIMEOUT,
            UploadError::Broken(_) => StatusCode::BAD_REQUEST,
        };
        let rejection = Rejection::new(status, Problem::new(error.to_string()));
        // The rest of a late body is not awaited.
        let connection = if status == StatusCode::REQUEST_TIMEOUT { "close" } else { "" };
        rejection.with_text(CONNECTION, connection).into()
    }
}

impl Upload {
    pub(super) fn new(body: Body, limit: usize, media_type: String, config: UploadConfig) -> Self {
        Self { body: Some(body), left: limit, limit, media_type, pace: UploadPace::start(config) }
    }

    /// The media type, as in the header; empty if there is none.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// All of the body, in memory.
    ///
    /// # Errors
    /// When it is too large, when it arrives too slowly, or when the connection fails.
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
        let this = &mut *self;
        let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
        loop {
            let frame = match Pin::new(&mut *body).poll_frame(context) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    let error = ready!(this.pace.poll_behind(context));
                    this.body = None;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            let error = match frame {
                None => {
                    this.body = None;
                    return Poll::Ready(None);
                }
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    match this.left.checked_sub(data.len()) {
                        Some(left) => {
                            this.left = left;
                            this.pace.add(data.len());
                            return Poll::Ready(Some(Ok(data)));
                        }
                        None => UploadError::TooLarge(this.limit),
                    }
                }
                Some(Err(error)) => UploadError::Broken(error),
            };
            this.body = None;
            return Poll::Ready(Some(Err(error)));
        }
    }
}
