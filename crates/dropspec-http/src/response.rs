//! The response of an operation, before it is encoded.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::body::Body;
use crate::content::{Content, logged};
use crate::error::{Error, Rejection};
use crate::problem::Problem;
use crate::scope::RequestScope;
use dropspec_schema::Schema;

/// The patches that can be made of a resource (RFC 5789, section 3.1).
pub const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// The response of an operation. Generated code makes it of a response enum.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers that the document declares, and the content type.
    pub headers: HeaderMap,
    /// The body.
    pub payload: ResponseBody,
    /// Headers that are validated where responses are.
    pub(crate) checks: Vec<HeaderCheck>,
}

/// A header and the schema that it must fit.
#[derive(Debug)]
pub(crate) struct HeaderCheck {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    pub(crate) schema: &'static Schema,
}

/// The body of a [`Response`].
#[derive(Debug)]
pub enum ResponseBody {
    /// No body.
    Empty,
    /// An encoded body.
    Bytes(Bytes),
    /// An encoded JSON body and the schema that it must fit.
    Json(Vec<u8>, &'static Schema),
    /// A JSON body that is encoded while it is sent, and the schema that it must fit.
    Stream(Content, &'static Schema),
    /// A text and the schema that it must fit.
    Text(String, &'static Schema),
    /// A body of a media type that is not encoded here.
    Content(Body),
    /// A problem, still without what the service adds.
    Problem(Problem),
}

/// A JSON text, as a whole or as a stream.
#[derive(Debug)]
pub enum JsonBody {
    /// All of it.
    Whole(Vec<u8>),
    /// Encoded while it is sent.
    Stream(Content),
}

impl From<Rejection> for Response {
    fn from(rejection: Rejection) -> Self {
        let Rejection { status, problem, headers } = rejection;
        Self { headers, ..Self::problem(status, problem) }
    }
}

/// A typed response of an operation. Generated code implements it.
pub trait IntoResponse {
    /// Encodes the response.
    ///
    /// # Errors
    /// Returns [`Error::Internal`] when a value cannot be serialized or put into a header.
    fn into_response(self) -> Result<Response, Error>;
}

impl Response {
    fn with(status: StatusCode, payload: ResponseBody) -> Self {
        Self { status, headers: HeaderMap::new(), payload, checks: Vec::new() }
    }

    /// A response without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self::with(status, ResponseBody::Empty)
    }

    /// A problem.
    #[must_use]
    pub fn problem(status: StatusCode, problem: Problem) -> Self {
        Self::with(status, ResponseBody::Problem(problem))
    }

    /// A response with a body that is encoded already; a static one is not copied.
    #[must_use]
    pub fn bytes(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut response = Self::with(status, ResponseBody::Bytes(body.into()));
        response.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response
    }

    /// The same response with one more header.
    ///
    /// # Errors
    /// When the value is not allowed in a header.
    pub fn header(
        mut self,
        name: &'static str,
        value: impl TryInto<HeaderValue, Error: Into<http::Error>>,
    ) -> Result<Self, Error> {
        let value = value.try_into().map_err(Into::into)?;
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    /// Logs an error if the body fails while it is sent.
    pub(crate) fn logged(mut self, scope: &Arc<RequestScope>) -> Self {
        self.payload = match self.payload {
            ResponseBody::Stream(content, schema) => {
                ResponseBody::Stream(Content { body: logged(content.body, scope), ..content }, schema)
            }
            ResponseBody::Content(body) => ResponseBody::Content(logged(body, scope)),
            other => other,
        };
        self
    }

    /// The same response with a header that is made of names, unless the text is empty.
    #[must_use]
    pub fn with_text(mut self, name: HeaderName, text: &str) -> Self {
        if let (Ok(value), false) = (HeaderValue::from_str(text), text.is_empty()) {
            self.headers.insert(name, value);
        }
        self
    }
}
