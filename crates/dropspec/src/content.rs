//! Bodies of answers that are sent as they are.

use bytes::Bytes;
use dropshot::Body;
use futures_util::{Stream, TryStreamExt};
use http::HeaderMap;
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, StreamBody};
use slog::{Logger, error};

use crate::fault::Fault;

/// The bytes of an answer, all at once or as they come.
#[derive(Debug)]
pub struct Content {
    pub(crate) body: Body,
    /// What goes with the bytes, whatever else the answer has.
    pub(crate) headers: HeaderMap,
}

/// A [`Content`] with its media type, where the document allows a range of them.
#[derive(Debug)]
pub struct TypedContent {
    /// The media type, with its parameters.
    pub media_type: String,
    /// The bytes.
    pub content: Content,
}

impl Content {
    /// Bytes that are sent as they come. An error ends the connection, so that the client sees that the body is not whole.
    pub fn stream<E>(parts: impl Stream<Item = Result<Bytes, E>> + Send + Sync + 'static) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self::of(Body::wrap(StreamBody::new(parts.map_ok(Frame::data))))
    }

    /// Bytes with headers of their own.
    pub(crate) fn with_headers(bytes: impl Into<Bytes>, headers: HeaderMap) -> Self {
        Self { body: Body::from(bytes.into()), headers }
    }

    fn of(body: Body) -> Self {
        Self { body, headers: HeaderMap::new() }
    }

    /// All of the bytes, once they have come.
    ///
    /// # Errors
    /// When they do not come to their end.
    pub async fn collect(self) -> Result<Vec<u8>, Fault> {
        let collected = self.body.collect().await.map_err(Fault::Internal)?;
        Ok(collected.to_bytes().into())
    }

    /// The same with a media type.
    #[must_use]
    pub fn typed(self, media_type: impl Into<String>) -> TypedContent {
        TypedContent { media_type: media_type.into(), content: self }
    }
}

impl<T: Into<Bytes>> From<T> for Content {
    fn from(bytes: T) -> Self {
        Self::of(Body::from(bytes.into()))
    }
}

/// The same body, with a word in the log if it breaks off: the client sees no more than that.
pub(crate) fn watched(body: Body, log: impl FnOnce() -> Logger) -> Body {
    if body.size_hint().exact().is_some() {
        return body;
    }
    let log = log();
    Body::wrap(body.map_err(move |error| {
        error!(log, "the answer has broken off"; "cause" => error.to_string());
        error
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::stream::iter;
    use slog::{Drain, OwnedKVList, Record, o};

    use super::*;

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<String>>>);

    impl Drain for Lines {
        type Ok = ();
        type Err = slog::Never;

        fn log(&self, record: &Record<'_>, _: &OwnedKVList) -> Result<(), slog::Never> {
            self.0.lock().unwrap().push(record.msg().to_string());
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_told_in_the_log() {
        for (last, told) in [(Ok(Bytes::from("b")), 0), (Err("gone"), 1)] {
            let lines = Lines::default();
            let log = Logger::root(lines.clone().fuse(), o!());
            let body = Content::stream(iter([Ok(Bytes::from("a")), last])).body;
            let collected = watched(body, || log).collect().await;
            assert_eq!((collected.is_err(), lines.0.lock().unwrap().len()), (told == 1, told));
        }
    }
}
