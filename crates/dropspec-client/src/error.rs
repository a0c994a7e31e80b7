//! Errors of operations.

use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::transport::TransportError;

/// The error of an operation. `E` is the body of its documented error responses.
#[derive(Debug, thiserror::Error)]
pub enum Error<E> {
    /// The request cannot be written.
    #[error("cannot write the request")]
    Request(#[from] RequestError),
    /// The request cannot be sent, or the response cannot be read.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// A documented error response.
    #[error("{0}")]
    Response(Box<ErrorResponse<E>>),
    /// A response that the document does not have.
    #[error("{service}: unexpected response: {status}, {}", media_type(headers))]
    Unexpected {
        /// The name of the service.
        service: &'static str,
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// The body.
        body: Bytes,
    },
    /// The body of a documented response is not of its type.
    #[error("{service}: the body of the response is not as documented")]
    InvalidBody {
        /// The name of the service.
        service: &'static str,
        /// The status.
        status: StatusCode,
        /// The body.
        body: Bytes,
        /// The reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A documented header of the response is absent, or not of its type.
    #[error("{service}: the header {name} of the response is not as documented")]
    InvalidHeader {
        /// The name of the service.
        service: &'static str,
        /// The name.
        name: &'static str,
    },
}

impl<E> Error<E> {
    /// The name of the service, unless the request was not made.
    pub fn service(&self) -> Option<&'static str> {
        match self {
            Self::Request(_) => None,
            Self::Transport(error) => Some(error.service),
            Self::Response(response) => Some(response.service),
            Self::Unexpected { service, .. }
            | Self::InvalidBody { service, .. }
            | Self::InvalidHeader { service, .. } => Some(service),
        }
    }

    /// The status, if there is a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Response(response) => Some(response.status),
            Self::Unexpected { status, .. } | Self::InvalidBody { status, .. } => Some(*status),
            Self::Request(_) | Self::Transport(_) | Self::InvalidHeader { .. } => None,
        }
    }
}

/// The media type of a response, for messages.
fn media_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("no media type")
}

/// A documented error response.
#[derive(Clone, Debug)]
pub struct ErrorResponse<E> {
    /// The name of the service.
    pub service: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: E,
    /// The status with the details of the body, if it is a problem document (RFC 9457).
    pub message: String,
}

impl<E> fmt::Display for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The reason why a request cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A value cannot be serialized.
    #[error("cannot serialize the parameters or the body: {0}")]
    Serialize(#[from] serde_json::Error),
    /// The value is not allowed in a header.
    #[error("the header {name} cannot have this value")]
    Header {
        /// The name.
        name: String,
    },
    /// The value has a special meaning in URLs, so that it cannot be a segment of a path.
    #[error("the path parameter {name} cannot be `.` or `..`")]
    Path {
        /// The name.
        name: &'static str,
    },
    /// The body of a form has to be an object.
    #[error("the body of a form must be an object")]
    NoObject,
}
