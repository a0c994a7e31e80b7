//! Response bodies that are sent as they are.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use http::HeaderMap;
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, StreamBody};
use tracing::error;

use crate::body::Body;
use crate::error::Error;
use crate::page::page_headers;
use crate::scope::RequestScope;

/// The bytes of a response body, as a whole or as a stream.
#[derive(Debug)]
pub struct Content {
    /// The body.
    pub body: Body,
    /// The headers that belong to the bytes.
    pub headers: HeaderMap,
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
    /// A stream of bytes. An error ends the connection, so that the client sees that the body is incomplete.
    pub fn stream<E>(parts: impl Stream<Item = Result<Bytes, E>> + Send + Sync + 'static) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self::of(Body::new(StreamBody::new(parts.map_ok(Frame::data))))
    }

    /// An HTML page that may load style sheets and images of its own service and send forms to it, nothing else: scripts, and whatever is
    /// elsewhere, are blocked by its Content-Security-Policy.
    #[must_use]
    pub fn page(html: String) -> Self {
        Self::with_headers(html, page_headers())
    }

    /// Bytes with headers of their own.
    #[must_use]
    pub fn with_headers(bytes: impl Into<Bytes>, headers: HeaderMap) -> Self {
        Self { body: Body::from(bytes.into()), headers }
    }

    fn of(body: Body) -> Self {
        Self { body, headers: HeaderMap::new() }
    }

    /// Collects all bytes.
    ///
    /// # Errors
    /// When the stream fails.
    pub async fn collect(self) -> Result<Vec<u8>, Error> {
        let collected = self.body.collect().await.map_err(Error::internal)?;
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

/// Logs an error if the body fails while it is sent: the client sees only a broken connection.
pub(crate) fn logged(body: Body, scope: &Arc<RequestScope>) -> Body {
    if body.size_hint().exact().is_some() {
        return body;
    }
    let scope = Arc::clone(scope);
    Body::new(body.map_err(move |cause| {
        Arc::clone(&scope).sync_scope(|| error!(%cause, "response body failed"));
        cause
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::stream::iter;
    use http::Uri;
    use tracing::{Event, Subscriber};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::{Context, SubscriberExt};

    use super::*;

    /// Collects the ids of the requests in which something is logged.
    #[derive(Clone, Default)]
    struct Logged(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Logged {
        fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
            self.0.lock().unwrap().extend(RequestScope::current().map(|scope| scope.request_id().to_owned()));
        }
    }

    #[tokio::test]
    async fn a_body_that_fails_midway_is_logged_in_its_request() {
        for (last, expected) in [(Ok(Bytes::from("b")), 0), (Err("gone"), 1)] {
            let events = Logged::default();
            let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(events.clone()));
            let scope = RequestScope::unobserved(Uri::from_static("/"), &HeaderMap::new());
            let body = Content::stream(iter([Ok(Bytes::from("a")), last])).body;
            let collected = logged(body, &scope).collect().await;
            assert_eq!(collected.is_err(), expected == 1);
            assert_eq!(*events.0.lock().unwrap(), vec![scope.request_id(); expected]);
        }
    }
}
