//! A request body that is read while it comes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use http_body::Body as _;

use super::upload_error::UploadError;
use super::upload_pace::UploadPace;
use crate::body::Body;
use crate::config::UploadConfig;
use crate::memory_budget::MemoryBudget;

/// A request body of a media type that is not decoded: a stream of its bytes.
#[derive(Debug)]
pub struct Upload {
    body: Option<Body>,
    left: usize,
    limit: usize,
    media_type: String,
    pace: UploadPace,
    import_timeout: Duration,
    memory: MemoryBudget,
}

impl Upload {
    pub(super) fn new(
        body: Body,
        limit: usize,
        media_type: String,
        config: UploadConfig,
        memory: MemoryBudget,
    ) -> Self {
        let (pace, import_timeout) = (UploadPace::start(config), config.import_timeout);
        Self { body: Some(body), left: limit, limit, media_type, pace, import_timeout, memory }
    }

    /// The media type, as in the header; empty if there is none.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The time for an import of the body once it is complete.
    #[must_use]
    pub fn import_timeout(&self) -> Duration {
        self.import_timeout
    }

    /// All of the body, in memory.
    ///
    /// # Errors
    /// When it is too large, when it arrives too slowly, when there is no memory for it, or when the connection fails.
    pub async fn collect(mut self) -> Result<Bytes, UploadError> {
        let (mut all, mut reservation) = (BytesMut::new(), self.memory.reservation());
        while let Some(part) = self.next().await {
            let part = part?;
            reservation.grow(part.len())?;
            all.extend_from_slice(&part);
        }
        Ok(reservation.hold(all.freeze()))
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
