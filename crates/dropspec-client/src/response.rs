//! The response of an operation.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LINK};
use serde::de::DeserializeOwned;

use crate::content::Content;
use crate::error::{Error, ErrorResponse};
use crate::header;
use crate::problem::describe;

/// The response of an operation.
#[derive(Debug)]
pub struct Response(reqwest::Response);

impl Response {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self(response)
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    #[cfg(feature = "command-line")]
    pub(crate) fn into_inner(self) -> reqwest::Response {
        self.0
    }

    /// The media type without parameters, in lower case; empty if there is none.
    #[must_use]
    pub fn media_type(&self) -> String {
        let value = self.0.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    fn text_of(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.0.headers().get(name)?.as_bytes()).ok()
    }

    /// The value of a header that is always sent.
    ///
    /// # Errors
    /// If it is absent or not of its type.
    pub fn header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<T, Error<E>> {
        self.optional_header(name)?.ok_or(Error::InvalidHeader { name })
    }

    /// The value of a header, if it is present.
    ///
    /// # Errors
    /// If it is not of its type.
    pub fn optional_header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<Option<T>, Error<E>> {
        let value = self.text_of(name).map(|text| header::value(text).ok_or(Error::InvalidHeader { name }));
        value.transpose()
    }

    /// The value of a header that is JSON, if it is present.
    ///
    /// # Errors
    /// If it is not of its type.
    pub fn json_header<T: DeserializeOwned, E>(&self, name: &'static str) -> Result<Option<T>, Error<E>> {
        let value = self.text_of(name).map(|text| serde_json::from_str(text));
        value.transpose().map_err(|_| Error::InvalidHeader { name })
    }

    /// The token in the link to the next page (RFC 8288).
    pub(crate) fn next_page_token(&self) -> Option<String> {
        let values = self.0.headers().get_all(LINK).iter().filter_map(|value| value.to_str().ok());
        let links = values.flat_map(|value| value.split('<').skip(1)).filter_map(|link| link.split_once('>'));
        let is_next = |parameter: &str| matches!(parameter.trim_matches([' ', '\t', ',']), "rel=next" | "rel=\"next\"");
        let mut targets = links.filter(|(_, parameters)| parameters.split(';').any(is_next)).map(|(target, _)| target);
        let target = self.0.url().join(targets.next()?).ok()?;
        target.query_pairs().find(|(name, _)| name == "page_token").map(|(_, token)| token.into_owned())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it cannot be read or is not of its type.
    pub async fn json<T: DeserializeOwned, E>(self) -> Result<T, Error<E>> {
        let status = self.status();
        let body = self.0.bytes().await?;
        serde_json::from_slice(&body).map_err(|source| Error::InvalidBody { status, body, source })
    }

    /// The body as text.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn text<E>(self) -> Result<String, Error<E>> {
        Ok(self.0.text().await?)
    }

    /// The body as it arrives.
    #[must_use]
    pub fn content(self) -> Content {
        Content::new(self.0)
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
        let (status, headers) = (self.status(), self.0.headers().clone());
        match self.0.bytes().await {
            Err(error) => Error::Transport(error),
            Ok(bytes) => error(status, headers, bytes, read),
        }
    }
}

fn error<E>(status: StatusCode, headers: HeaderMap, bytes: Bytes, read: impl FnOnce(&Bytes) -> Option<E>) -> Error<E> {
    let Some(body) = read(&bytes) else { return Error::Unexpected { status, headers: Box::new(headers), body: bytes } };
    let message = describe(&status.to_string(), &serde_json::from_slice(&bytes).unwrap_or_default());
    Error::Response(Box::new(ErrorResponse { status, headers, body, message }))
}
