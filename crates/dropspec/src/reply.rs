//! An answer on its way out, before it is bytes on the wire.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::encode::Encode;
use crate::fault::Fault;
use crate::problem::Problem;
use crate::schema::Schema;

/// What generated code makes of a response enum.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers that the document declares, and the content type.
    pub headers: HeaderMap,
    /// The body.
    pub payload: Payload,
}

/// The body of a [`Reply`].
#[derive(Debug)]
pub enum Payload {
    /// No body.
    Empty,
    /// An encoded body.
    Bytes(Vec<u8>),
    /// An encoded JSON body and the schema that it must fit.
    Json(Vec<u8>, &'static Schema),
    /// A problem, still without what the pipeline adds.
    Problem(Problem),
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), payload: Payload::Empty }
    }

    /// A problem.
    #[must_use]
    pub fn problem(status: StatusCode, problem: Problem) -> Self {
        Self { status, headers: HeaderMap::new(), payload: Payload::Problem(problem) }
    }

    /// An answer with a body that does not change while the process lives.
    #[must_use]
    pub fn bytes(status: StatusCode, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let reply = Self { status, headers: HeaderMap::new(), payload: Payload::Bytes(body.into()) };
        reply.typed(content_type)
    }

    /// An answer with a JSON body of some media type.
    ///
    /// # Errors
    /// None; the signature is that of [`Reply::json_by_serde`].
    pub fn json<T: Encode>(
        status: StatusCode,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Fault> {
        // Enough for most single objects; a list reserves its own room.
        let mut body = Vec::with_capacity(512);
        value.encode(&mut body);
        Ok(Self { status, headers: HeaderMap::new(), payload: Payload::Json(body, schema) }.typed(content_type))
    }

    /// An answer with a JSON body whose type has no encoder of its own.
    ///
    /// # Errors
    /// When the value cannot be serialized.
    pub fn json_by_serde<T: Serialize + ?Sized>(
        status: StatusCode,
        content_type: &'static str,
        value: &T,
        schema: &'static Schema,
    ) -> Result<Self, Fault> {
        let body = serde_json::to_vec(value)?;
        Ok(Self { status, headers: HeaderMap::new(), payload: Payload::Json(body, schema) }.typed(content_type))
    }

    /// The same answer with one more header.
    ///
    /// # Errors
    /// When the value cannot stand in a header.
    pub fn header(
        mut self,
        name: &'static str,
        value: impl TryInto<HeaderValue, Error: Into<http::Error>>,
    ) -> Result<Self, Fault> {
        let value = value.try_into().map_err(Into::into)?;
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    fn typed(mut self, content_type: &'static str) -> Self {
        self.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }
}
