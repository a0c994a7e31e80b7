//! The response of an operation.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, LINK};
use serde::de::DeserializeOwned;

use crate::content::Content;
use crate::error::{Error, ErrorResponse};
use crate::header;
use crate::problem::describe;
use crate::transport::TransportError;

/// The response of an operation.
#[derive(Debug)]
pub struct Response {
    /// The name of the service in errors.
    service: &'static str,
    http: reqwest::Response,
}

impl Response {
    pub(crate) fn new(service: &'static str, http: reqwest::Response) -> Self {
        Self { service, http }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.http.status()
    }

    #[cfg(feature = "command-line")]
    pub(crate) fn into_inner(self) -> reqwest::Response {
        self.http
    }

    /// The media type without parameters, in lower case; empty if there is none.
    #[must_use]
    pub fn media_type(&self) -> String {
        let value = self.http.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The response, if its media type is this one, which may be a range such as `text/*`. A response without a media type has any.
    ///
    /// # Errors
    /// If it is of another one.
    pub async fn of_type<E>(self, media_type: &'static str) -> Result<Self, Error<E>> {
        let found = self.media_type();
        let is_expected = match media_type.split_once('*') {
            _ if found.is_empty() => true,
            None => found.eq_ignore_ascii_case(media_type),
            Some((prefix, _)) => found.starts_with(&prefix.to_ascii_lowercase()),
        };
        if is_expected { Ok(self) } else { Err(self.unexpected().await) }
    }

    fn text_of(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.http.headers().get(name)?.as_bytes()).ok()
    }

    /// The value of a header that is always sent.
    ///
    /// # Errors
    /// If it is absent or not of its type.
    pub fn header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<T, Error<E>> {
        self.optional_header(name)?.ok_or_else(|| self.invalid_header(name))
    }

    /// The value of a header, if it is present.
    ///
    /// # Errors
    /// If it is not of its type.
    pub fn optional_header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<Option<T>, Error<E>> {
        let value = self.text_of(name).map(|text| header::value(text).ok_or_else(|| self.invalid_header(name)));
        value.transpose()
    }

    /// The value of a header that is JSON and always sent.
    ///
    /// # Errors
    /// If it is absent or not of its type.
    pub fn json_header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<T, Error<E>> {
        self.optional_json_header(name)?.ok_or_else(|| self.invalid_header(name))
    }

    /// The value of a header that is JSON, if it is present.
    ///
    /// # Errors
    /// If it is not of its type.
    pub fn optional_json_header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<Option<T>, Error<E>> {
        let value = self.text_of(name).map(|text| serde_json::from_str(text));
        value.transpose().map_err(|_| self.invalid_header(name))
    }

    fn invalid_header<E>(&self, name: &'static str) -> Error<E> {
        Error::InvalidHeader { service: self.service, name }
    }

    /// The token in the link to the next page (RFC 8288).
    pub(crate) fn next_page_token(&self) -> Option<String> {
        let values = self.http.headers().get_all(LINK).iter().filter_map(|value| value.to_str().ok());
        let links = values.flat_map(|value| value.split('<').skip(1)).filter_map(|link| link.split_once('>'));
        let is_next = |parameter: &str| matches!(parameter.trim_matches([' ', '\t', ',']), "rel=next" | "rel=\"next\"");
        let mut targets = links.filter(|(_, parameters)| parameters.split(';').any(is_next)).map(|(target, _)| target);
        let target = self.http.url().join(targets.next()?).ok()?;
        target.query_pairs().find(|(name, _)| name == "page_token").map(|(_, token)| token.into_owned())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it cannot be read or is not of its type.
    pub async fn json<T: DeserializeOwned, E>(self) -> Result<T, Error<E>> {
        self.body(|bytes| serde_json::from_slice(bytes)).await
    }

    /// The body as text.
    ///
    /// # Errors
    /// If it cannot be read or is not UTF-8.
    pub async fn text<E>(self) -> Result<String, Error<E>> {
        self.body(|bytes| std::str::from_utf8(bytes).map(str::to_owned)).await
    }

    async fn body<T, E, F>(self, read: impl FnOnce(&[u8]) -> Result<T, F>) -> Result<T, Error<E>>
    where
        F: std::error::Error + Send + Sync + 'static,
    {
        let (service, status) = (self.service, self.status());
        let body = self.http.bytes().await.map_err(|error| broken(service, error))?;
        read(&body).map_err(|source| Error::InvalidBody { service, status, body, source: source.into() })
    }

    /// The body as it arrives.
    #[must_use]
    pub fn content(self) -> Content {
        Content::new(self.http)
    }

    /// The error for a documented error response with a body in JSON.
    pub async fn json_error<T: DeserializeOwned, E>(self, body: impl FnOnce(T) -> E) -> Error<E> {
        self.error_of(|bytes| serde_json::from_slice(bytes).ok().map(body)).await
    }

    /// The error for a documented error response with a body that is text.
    pub async fn text_error<E>(self, body: impl FnOnce(String) -> E) -> Error<E> {
        self.error_of(|bytes| Some(body(String::from_utf8_lossy(bytes).into_owned()))).await
    }

    /// The error for a documented error response with a body that has no schema.
    pub async fn bytes_error<E>(self, body: impl FnOnce(Bytes) -> E) -> Error<E> {
        self.error_of(|bytes| Some(body(bytes.clone()))).await
    }

    /// The error for a documented error response without a body.
    pub async fn empty_error<E>(self, body: E) -> Error<E> {
        self.error_of(|_| Some(body)).await
    }

    /// The error for a response that the document does not have.
    pub async fn unexpected<E>(self) -> Error<E> {
        self.error_of(|_| None).await
    }

    async fn error_of<E>(self, read: impl FnOnce(&Bytes) -> Option<E>) -> Error<E> {
        let (service, status, headers) = (self.service, self.status(), self.http.headers().clone());
        let bytes = match self.http.bytes().await {
            Err(error) => return broken(service, error).into(),
            Ok(bytes) => bytes,
        };
        let Some(body) = read(&bytes) else {
            return Error::Unexpected { service, status, headers: Box::new(headers), body: bytes };
        };
        let message = describe(&status.to_string(), &serde_json::from_slice(&bytes).unwrap_or_default());
        Error::Response(Box::new(ErrorResponse { service, status, headers, body, message }))
    }
}

fn broken(service: &'static str, error: reqwest::Error) -> TransportError {
    TransportError { service, failure: error.into() }
}
