//! The response of an operation, before it is encoded.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::Value;

use crate::body::Body;
use crate::content::{Content, TypedContent, logged};
use crate::error::{Error, Rejection};
use crate::media::MediaType;
use crate::parameter::Explode;
use crate::problem::Problem;
use crate::scope::RequestScope;
use dropspec_schema::Schema;
use dropspec_schema::encode::Encode;

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

    fn of_content(status: StatusCode, content: Content) -> Self {
        Self { headers: content.headers, ..Self::with(status, ResponseBody::Content(content.body)) }
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
        let response = Self::with(status, ResponseBody::Bytes(body.into()));
        response.typed(content_type)
    }

    /// A response with a JSON body of some media type.
    ///
    /// # Errors
    /// None; the signature is that of [`Response::json_with_serde`].
    pub fn json<T: Encode>(
        status: StatusCode,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Error> {
        // Enough for most single objects; a list reserves its own room.
        let mut body = Vec::with_capacity(512);
        value.encode(&mut body);
        Ok(Self::with(status, ResponseBody::Json(body, schema)).typed(content_type))
    }

    /// A response with a JSON body whose type has no encoder of its own.
    ///
    /// # Errors
    /// When the value cannot be serialized.
    pub fn json_with_serde<T: Serialize + ?Sized>(
        status: StatusCode,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Error> {
        let body = serde_json::to_vec(value)?;
        Ok(Self::with(status, ResponseBody::Json(body, schema)).typed(content_type))
    }

    /// A response with a JSON array of rows, as a whole or as a stream.
    #[must_use]
    pub fn listing(
        status: StatusCode,
        content_type: &'static str,
        listing: impl Into<JsonBody>,
        schema: &'static Schema,
    ) -> Self {
        let payload = match listing.into() {
            JsonBody::Whole(body) => ResponseBody::Json(body, schema),
            JsonBody::Stream(content) => ResponseBody::Stream(content, schema),
        };
        Self::with(status, payload).typed(content_type)
    }

    /// A response with a value as a plain text.
    ///
    /// # Errors
    /// When the value cannot be serialized.
    pub fn text<T: Serialize + ?Sized>(
        status: StatusCode,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Error> {
        let text = simple(&serde_json::to_value(value)?, Explode::No);
        Ok(Self::with(status, ResponseBody::Text(text, schema)).typed(content_type))
    }

    /// A response with a body that is sent as it is.
    #[must_use]
    pub fn content(status: StatusCode, content_type: &'static str, content: Content) -> Self {
        Self::of_content(status, content).typed(content_type)
    }

    /// A response with a body that is sent as it is, of a media type within `range`.
    ///
    /// # Errors
    /// When the media type is not within the range, or no media type.
    pub fn content_within(status: StatusCode, range: &str, typed: TypedContent) -> Result<Self, Error> {
        let TypedContent { media_type, content } = typed;
        let within = MediaType::parse(range).zip(MediaType::parse(&media_type));
        if !within.is_some_and(|(range, given)| range.covers(&given)) {
            return Err(Error::internal(format!(
                "the response has media type `{media_type}`, but the document declares {range}"
            )));
        }
        let mut response = Self::of_content(status, content);
        let value = HeaderValue::try_from(media_type).map_err(http::Error::from)?;
        response.headers.insert(http::header::CONTENT_TYPE, value);
        Ok(response)
    }

    /// The same response with one more header, whose value is written in the style `simple`.
    ///
    /// # Errors
    /// When the value is not allowed in a header.
    pub fn styled_header<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        explode: Explode,
        schema: &'static Schema,
    ) -> Result<Self, Error> {
        let value = serde_json::to_value(value)?;
        let mut response = self.header(name, simple(&value, explode))?;
        response.checks.push(HeaderCheck { name, value, schema });
        Ok(response)
    }

    /// The same response with one more header, whose value is written as JSON.
    ///
    /// # Errors
    /// When the value cannot be encoded.
    pub fn json_header<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Error> {
        let value = serde_json::to_value(value)?;
        let mut response = self.header(name, value.to_string())?;
        response.checks.push(HeaderCheck { name, value, schema });
        Ok(response)
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

    fn typed(mut self, content_type: &'static str) -> Self {
        self.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }
}

/// A value in the style `simple`: `a,b` for an array, `a,1,b,2` or `a=1,b=2` for an object.
fn simple(value: &Value, explode: Explode) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Object(properties) => {
            let between = if explode == Explode::Yes { '=' } else { ',' };
            let pairs = properties.iter().map(|(name, value)| format!("{name}{between}{}", plain(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => plain(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_header_has_the_style_simple() {
        assert_eq!(simple(&json!("a b"), Explode::No), "a b");
        assert_eq!(simple(&json!([1, "b", true]), Explode::No), "1,b,true");
        assert_eq!(simple(&json!({ "r": 1, "g": 2 }), Explode::No), "r,1,g,2");
        assert_eq!(simple(&json!({ "r": 1, "g": 2 }), Explode::Yes), "r=1,g=2");
    }
}
