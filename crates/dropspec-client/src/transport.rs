//! How requests are sent.

use std::fmt;

use futures_util::future::BoxFuture;

/// Sends requests. [`reqwest::Client`] sends them as they are; an [`Upstream`](crate::upstream::Upstream) adds deadlines and retries.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request.
    ///
    /// # Errors
    /// If there is no response.
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, TransportFailure>>;
}

impl Transport for reqwest::Client {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, TransportFailure>> {
        Box::pin(async { Ok(self.execute(request).await?) })
    }
}

/// Why there is no complete response.
#[derive(Debug, thiserror::Error)]
#[error("{service}: {failure}")]
pub struct TransportError {
    /// The name of the service.
    pub service: &'static str,
    /// What failed.
    #[source]
    pub failure: TransportFailure,
}

/// What failed when a request was sent or its response read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportFailure {
    /// The URL is invalid.
    #[error("cannot make the request")]
    Request(#[source] reqwest::Error),
    /// There is no connection. Nothing was sent.
    #[error("cannot connect")]
    Connect(#[source] reqwest::Error),
    /// The connection broke before the response was complete, or what arrived is not HTTP.
    #[error("the connection broke")]
    Broken(#[source] reqwest::Error),
    /// The response was not complete in time.
    #[error("no response in time")]
    TimedOut,
    /// The response is too large.
    #[error("the response is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
}

/// The URL is left out, because its query may have secrets.
impl From<reqwest::Error> for TransportFailure {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_builder() {
            Self::Request(error)
        } else if error.is_connect() {
            Self::Connect(error)
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken(error)
        }
    }
}
