//! The request body: its media type, its bytes, and their value.

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tracing::debug;

use super::buffer::{BodyBuffer, BufferError};
use super::json_size::{JsonSizeError, json_size};
use super::{RequestContext, Upload, whole_numbers};
use crate::error::{Error, Rejection};
use crate::media::MediaType;
use crate::middleware::BodyProgress;
use crate::problem::Problem;
use crate::response::ACCEPT_PATCH;
use crate::scope::RequestScope;
use dropspec_schema::{Decode, ErrorSource, Schema, Violation, from_json};

/// How many bytes a JSON body may take for each byte of the largest body.
const MAX_JSON_RATIO: usize = 48;

/// When a client may retry after its body found no room, in seconds.
const RETRY_AFTER_BUSY: &str = "1";

impl RequestContext {
    /// Whether the request has a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body.as_ref().is_some_and(|body| !body.is_end_stream())
    }

    /// Takes bodies of so many bytes, rather than as many as other operations: `x-dropspec-max-body`.
    pub fn limit_body(&mut self, bytes: usize) {
        (self.config.max_body, self.config.max_upload) = (bytes, bytes);
    }

    /// Which of the media types that the document offers the body has: the most specific that fits.
    ///
    /// # Errors
    /// 415 when it is none of them; of a patch, `Accept-Patch` says which they are (RFC 5789, section 2.2).
    pub fn content_type(&self, offers: &[&str]) -> Result<usize, Error> {
        let given = self.parts.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        let parsed = given.and_then(MediaType::parse);
        let fitting = |given: &MediaType<'_>| {
            let ranked = offers.iter().enumerate().filter_map(|(index, offer)| {
                let offer = MediaType::parse(offer).filter(|offer| offer.covers(given))?;
                Some((index, offer.specificity(), offer.common_parameters(given)?))
            });
            // Of equals the first: `max_by_key` would give the last.
            ranked.min_by_key(|(_, specificity, common)| Reverse((*specificity, *common)))
        };
        match parsed.as_ref().and_then(fitting) {
            Some((index, _, _)) => Ok(index),
            None => {
                let given = given.map_or_else(|| "and has no content type".to_owned(), |given| format!("not {given}"));
                let detail = format!("the body must be {}, {given}", offers.join(" or "));
                let rejection = Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::new(detail));
                let is_patch = self.parts.method == Method::PATCH;
                let accepted = if is_patch { offers.join(", ") } else { String::new() };
                Err(rejection.with_text(ACCEPT_PATCH, &accepted).into())
            }
        }
    }

    /// The body, a JSON text, decoded and checked on the fast path.
    ///
    /// # Errors
    /// 413, or [`Error::Invalid`] when its schema does not allow it.
    pub async fn json<T: Decode>(&mut self, schema: &Schema) -> Result<T, Error> {
        let bytes = self.read_body().await?;
        let text = self.json_text(&bytes)?;
        self.reserve_json(text)?;
        from_json(text).or_else(|_| self.json_checked(text, schema, |value| T::decode(value)))
    }

    /// The body, as [`RequestContext::json`] gives it, for a schema that the fast path does not cover.
    ///
    /// # Errors
    /// As [`RequestContext::json`].
    pub async fn json_with_serde<T: DeserializeOwned>(&mut self, schema: &Schema) -> Result<T, Error> {
        let bytes = self.read_body().await?;
        let text = self.json_text(&bytes)?;
        self.reserve_json(text)?;
        self.json_checked(text, schema, |value| T::deserialize(whole_numbers(value)))
    }

    /// The body, a plain text in UTF-8.
    ///
    /// # Errors
    /// 413, or [`Error::Invalid`] when it is not UTF-8, or when its schema does not allow it.
    pub async fn text<T: DeserializeOwned>(&mut self, schema: &Schema) -> Result<T, Error> {
        let bytes = self.read_body().await?;
        let text = self.utf8(&bytes)?;
        let value = schema.read(text);
        self.checked_with_serde(schema, value)
    }

    /// The body as it comes, to be read while it does.
    ///
    /// # Errors
    /// 413 when it says that it is larger than is allowed, 503 when too many uploads are in progress.
    pub fn upload(&mut self) -> Result<Upload, Error> {
        let limit = self.config.max_upload;
        self.reject_declared_length(limit)?;
        let body = self.body.take().ok_or_else(|| Error::internal("the body was extracted twice"))?;
        if self.upload_slot.is_none() {
            self.upload_slot = Some(self.limiters.uploads.acquire().ok_or_else(too_many_uploads)?);
        }
        if let Some(progress) = self.parts.extensions.get::<Arc<BodyProgress>>() {
            progress.set_streamed();
            RequestScope::set_timeout(Duration::ZERO);
        }
        Ok(Upload::new(body, limit, self.content_type_text(), self.config.uploads, self.limiters.memory.clone()))
    }

    /// The media type of the request, as in its header.
    pub(super) fn content_type_text(&self) -> String {
        let given = self.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        given.unwrap_or_default().to_owned()
    }

    pub(super) fn checked_with_serde<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
        value: Value,
    ) -> Result<T, Error> {
        let found = schema.violations(&value)?;
        self.decoded(found, value, |value| T::deserialize(whole_numbers(value)))
    }

    /// The value of a JSON text that the fast path does not cover or has rejected.
    fn json_checked<T>(
        &mut self,
        text: &str,
        schema: &Schema,
        decode: impl FnOnce(Value) -> Result<T, serde_json::Error>,
    ) -> Result<T, Error> {
        let value =
            serde_json::from_str(text).map_err(|error| self.invalid_body(format!("the body is not JSON: {error}")))?;
        let found = schema.text_violations("", text, &value, usize::MAX)?.into_vec(ErrorSource::Pointer(String::new()));
        self.decoded(found, value, decode)
    }

    fn decoded<T>(
        &mut self,
        found: Vec<Violation>,
        value: Value,
        decode: impl FnOnce(Value) -> Result<T, serde_json::Error>,
    ) -> Result<T, Error> {
        if !found.is_empty() {
            return Err(self.invalid(found));
        }
        // What the schema allows and the type does not hold. The reason is in the words of serde.
        decode(value).map_err(|error| {
            debug!(%error, "a valid body cannot be decoded");
            self.invalid_body("the body cannot be represented".to_owned())
        })
    }

    pub(super) fn json_text<'b>(&mut self, bytes: &'b Bytes) -> Result<&'b str, Error> {
        if bytes.is_empty() {
            return Err(self.invalid_body("the body is empty, JSON is expected"));
        }
        self.utf8(bytes)
    }

    /// Reserves the memory of a JSON text that is parsed as a whole, as far as it is more than the text itself.
    fn reserve_json(&mut self, text: &str) -> Result<(), Error> {
        let size = match json_size(text, MAX_JSON_RATIO * self.config.max_body) {
            Ok(size) => size,
            // The parser finds it as well, and says where.
            Err(JsonSizeError::TooDeep) => return Ok(()),
            Err(error @ JsonSizeError::TooManyValues) => {
                let problem = Problem::new(format!("the body is too large: {error}"));
                return Err(Error::rejection(StatusCode::PAYLOAD_TOO_LARGE, problem));
            }
        };
        if let Some(reservation) = &mut self.reservation {
            reservation.grow(size)?;
        }
        Ok(())
    }

    pub(super) fn utf8<'b>(&mut self, bytes: &'b Bytes) -> Result<&'b str, Error> {
        std::str::from_utf8(bytes)
            .map_err(|error| self.invalid_body(format!("the body is not UTF-8 from byte {} on", error.valid_up_to())))
    }

    pub(super) async fn read_body(&mut self) -> Result<Bytes, Error> {
        let limit = self.config.max_body;
        self.reject_declared_length(limit)?;
        let mut body = self.body.take().ok_or_else(|| Error::internal("the body was extracted twice"))?;
        let mut buffer = BodyBuffer::new(limit, body.size_hint().exact(), self.limiters.memory.reservation());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| {
                let problem = Problem::new(format!("the body could not be read: {error}"));
                Error::rejection(StatusCode::BAD_REQUEST, problem)
            })?;
            if let Ok(part) = frame.into_data() {
                buffer.push(part).map_err(|error| match error {
                    BufferError::TooLarge(limit) => too_large(limit),
                    BufferError::Exhausted(error) => error.into(),
                })?;
            }
        }
        let (bytes, reservation) = buffer.finish();
        self.reservation = Some(reservation);
        Ok(bytes)
    }

    fn reject_declared_length(&self, limit: usize) -> Result<(), Error> {
        let declared =
            self.parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > limit as u64) { Err(too_large(limit)) } else { Ok(()) }
    }
}

fn too_many_uploads() -> Error {
    let problem = Problem::new("too many uploads in progress, try again later");
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, problem).with_text(header::RETRY_AFTER, RETRY_AFTER_BUSY).into()
}

fn too_large(limit: usize) -> Error {
    let problem = Problem::new(format!("the body is larger than {limit} bytes"));
    Error::rejection(StatusCode::PAYLOAD_TOO_LARGE, problem)
}
