//! Builds the responses of operations. Generated code uses it for the variants of response enums.

use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::Value;

use crate::content::{Content, TypedContent};
use crate::error::Error;
use crate::media::MediaType;
use crate::problem::Problem;
use crate::response::{HeaderCheck, JsonBody, Response, ResponseBody};
use crate::simple::simple;
use dropspec_schema::encode::Encode;
use dropspec_schema::{Explode, Schema};

/// A response under construction. The first error is kept until the end.
#[derive(Debug)]
pub struct ResponseBuilder {
    response: Response,
    error: Option<Error>,
}

impl Response {
    /// Starts a response without a body. A status that is not one is an error.
    #[must_use]
    pub fn builder(status: impl TryInto<StatusCode, Error: Into<http::Error>>) -> ResponseBuilder {
        match status.try_into() {
            Ok(status) => ResponseBuilder { response: Self::empty(status), error: None },
            Err(error) => {
                let error: http::Error = error.into();
                let response = Self::empty(StatusCode::INTERNAL_SERVER_ERROR);
                ResponseBuilder { response, error: Some(error.into()) }
            }
        }
    }
}

impl ResponseBuilder {
    /// The response.
    ///
    /// # Errors
    /// [`Error::Internal`] when a value cannot be serialized or put into a header.
    pub fn build(self) -> Result<Response, Error> {
        match self.error {
            None => Ok(self.response),
            Some(error) => Err(error),
        }
    }

    /// Sets a problem as the body.
    #[must_use]
    pub fn problem(mut self, problem: Problem) -> Self {
        self.response.payload = ResponseBody::Problem(problem);
        self
    }

    /// Sets a JSON body of some media type.
    #[must_use]
    pub fn json<T: Encode>(self, content_type: &'static str, value: &T, schema: &'static Schema) -> Self {
        // Enough for most single objects; a list reserves its own room.
        let mut body = Vec::with_capacity(512);
        value.encode(&mut body);
        self.body(content_type, ResponseBody::Json(body, schema))
    }

    /// Sets a JSON body whose type has no encoder of its own.
    #[must_use]
    pub fn json_with_serde<T: Serialize + ?Sized>(
        self,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => self.body(content_type, ResponseBody::Json(body, schema)),
            Err(error) => self.failed(error),
        }
    }

    /// Sets a JSON array of rows as the body, as a whole or as a stream.
    #[must_use]
    pub fn listing(self, content_type: &'static str, listing: impl Into<JsonBody>, schema: &'static Schema) -> Self {
        let body = match listing.into() {
            JsonBody::Whole(body) => ResponseBody::Json(body, schema),
            JsonBody::Stream(content) => ResponseBody::Stream(content, schema),
        };
        self.body(content_type, body)
    }

    /// Sets a value as a plain text.
    #[must_use]
    pub fn text<T: Serialize + ?Sized>(self, content_type: &'static str, value: &T, schema: &'static Schema) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.body(content_type, ResponseBody::Text(simple(&value, Explode::No), schema)),
            Err(error) => self.failed(error),
        }
    }

    /// Sets a body that is sent as it is, with its headers.
    #[must_use]
    pub fn content(mut self, content_type: &'static str, content: Content) -> Self {
        self.response.headers = content.headers;
        self.body(content_type, ResponseBody::Content(content.body))
    }

    /// Sets a body that is sent as it is, of a media type within `range`. Another media type is an error.
    #[must_use]
    pub fn content_within(mut self, range: &str, typed: TypedContent) -> Self {
        let TypedContent { media_type, content } = typed;
        let within = MediaType::parse(range).zip(MediaType::parse(&media_type));
        if !within.is_some_and(|(range, given)| range.covers(&given)) {
            return self.failed(Error::internal(format!(
                "the response has media type `{media_type}`, but the document declares {range}"
            )));
        }
        self.response.headers = content.headers;
        self.response.payload = ResponseBody::Content(content.body);
        self.insert(http::header::CONTENT_TYPE, media_type)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: &'static str, value: impl TryInto<HeaderValue, Error: Into<http::Error>>) -> Self {
        self.insert(HeaderName::from_static(name), value)
    }

    /// Adds a header, if it has a value.
    #[must_use]
    pub fn optional_header(
        self,
        name: &'static str,
        value: Option<impl TryInto<HeaderValue, Error: Into<http::Error>>>,
    ) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Adds a header whose value is written in the style `simple`, if it has a value.
    #[must_use]
    pub fn styled_header<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: Option<&T>,
        explode: Explode,
        schema: &'static Schema,
    ) -> Self {
        self.checked_header(name, value, |value| simple(value, explode), schema)
    }

    /// Adds a header whose value is written as JSON, if it has a value.
    #[must_use]
    pub fn json_header<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: Option<&T>,
        schema: &'static Schema,
    ) -> Self {
        self.checked_header(name, value, Value::to_string, schema)
    }

    /// Adds a header that is validated where responses are.
    fn checked_header<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: Option<&T>,
        write: impl FnOnce(&Value) -> String,
        schema: &'static Schema,
    ) -> Self {
        match value.map(serde_json::to_value) {
            None => self,
            Some(Err(error)) => self.failed(error),
            Some(Ok(value)) => {
                let mut builder = self.header(name, write(&value));
                builder.response.checks.push(HeaderCheck { name, value, schema });
                builder
            }
        }
    }

    fn insert(mut self, name: HeaderName, value: impl TryInto<HeaderValue, Error: Into<http::Error>>) -> Self {
        match value.try_into() {
            Ok(value) => {
                self.response.headers.insert(name, value);
                self
            }
            Err(error) => {
                let error: http::Error = error.into();
                self.failed(error)
            }
        }
    }

    fn body(mut self, content_type: &'static str, body: ResponseBody) -> Self {
        self.response.payload = body;
        self.response.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }

    fn failed(mut self, error: impl Into<Error>) -> Self {
        self.error.get_or_insert_with(|| error.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_returned() {
        let response = Response::builder(200).header("x-first", "a\nb").header("x-second", "c").build();
        assert!(matches!(response, Err(Error::Internal(_))), "{response:?}");
        assert!(Response::builder(99).build().is_err());
        let response = Response::builder(204).optional_header("x-none", None::<String>).header("x-one", "1").build();
        let headers = response.unwrap().headers;
        assert_eq!((headers.len(), &headers["x-one"]), (1, &HeaderValue::from_static("1")));
    }
}
