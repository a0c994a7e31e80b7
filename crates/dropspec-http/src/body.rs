//! The body of a request or a response.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;

use crate::memory_budget::Reservation;

/// The size of the parts in which a whole body is sent, in bytes. A connection that copies what it sends copies no more than it can send
/// soon.
const PART: usize = 64 * 1024;

/// Why a body could not be read or written.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request or a response: all of its bytes, or a stream of them.
#[derive(Debug)]
pub struct Body(Inner);

#[derive(Debug)]
enum Inner {
    /// Bytes that are there as a whole; `None` once they are sent, and for an empty body.
    Whole(Option<Bytes>),
    Stream(BoxBody<Bytes, BoxError>),
}

impl Body {
    /// A body without bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Whole(None))
    }

    /// A body that another one supplies.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        if body.is_end_stream() {
            return Self::empty();
        }
        Self(Inner::Stream(body.map_err(Into::into).boxed()))
    }

    /// The bytes, where they are there as a whole.
    ///
    /// # Errors
    /// Returns the body itself where it is a stream.
    pub fn into_whole(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Whole(bytes) => Ok(bytes.unwrap_or_default()),
            Inner::Stream(_) => Err(self),
        }
    }

    /// Holds a value until the body is sent or dropped. A body that is there as a whole holds nothing: the value is dropped at once.
    #[must_use]
    pub fn holding<T: Send + Sync + Unpin + 'static>(self, value: T) -> Self {
        match self.0 {
            Inner::Stream(body) => Self(Inner::Stream(HoldingBody { body, _held: value }.boxed())),
            whole @ Inner::Whole(_) => Self(whole),
        }
    }
}

impl Body {
    /// Holds a reservation until the body is sent.
    pub(crate) fn reserving(self, reservation: Reservation) -> Self {
        Self(match self.0 {
            Inner::Whole(bytes) => Inner::Whole(bytes.map(|bytes| reservation.hold(bytes))),
            stream => return Self(stream).holding(reservation),
        })
    }
}

/// A stream that holds a value.
struct HoldingBody<T> {
    body: BoxBody<Bytes, BoxError>,
    _held: T,
}

impl<T: Unpin> http_body::Body for HoldingBody<T> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self(Inner::Whole((!bytes.is_empty()).then_some(bytes)))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Inner::Whole(bytes) => Poll::Ready(next_part(bytes).map(|part| Ok(Frame::data(part)))),
            Inner::Stream(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(bytes) => bytes.is_none(),
            Inner::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Inner::Stream(body) => body.size_hint(),
        }
    }
}

/// Takes the next part of the rest of a body.
fn next_part(rest: &mut Option<Bytes>) -> Option<Bytes> {
    match rest {
        Some(bytes) if bytes.len() > PART => Some(bytes.split_to(PART)),
        rest => rest.take(),
    }
}
