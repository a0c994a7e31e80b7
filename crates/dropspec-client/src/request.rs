//! The request of an operation.

use dropspec_wire::style::{encoded, pairs, text};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::connection::Connection;
use crate::content::TypedBody;
use crate::credential::{Credential, Scheme};
use crate::error::{Error, RequestError};
use crate::form::{self, Field};
use crate::multipart;
use crate::operation::{Location, Operation, Parameter};
use crate::response::Response;
use crate::transport::TransportError;

/// The request of an operation.
#[derive(Debug)]
pub struct Request<'c> {
    connection: &'c Connection,
    operation: Operation,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    body: Option<Body>,
}

impl<'c> Request<'c> {
    /// The request of an operation, without parameters and a body.
    #[must_use]
    pub fn new(connection: &'c Connection, operation: &Operation) -> Self {
        let mut headers = HeaderMap::new();
        if !operation.accept.is_empty() {
            headers.insert(ACCEPT, HeaderValue::from_static(operation.accept));
        }
        Self {
            connection,
            operation: *operation,
            path: operation.path.to_owned(),
            query: Vec::new(),
            headers,
            cookies: Vec::new(),
            body: None,
        }
    }

    /// Adds the parameters, the fields of a struct. Fields that are `None` are omitted.
    ///
    /// # Errors
    /// If a value cannot be written.
    pub fn parameters(self, parameters: &impl Serialize) -> Result<Self, RequestError> {
        match serde_json::to_value(parameters)? {
            Value::Object(values) => self.values(&values),
            _ => Ok(self),
        }
    }

    pub(crate) fn values(mut self, values: &Map<String, Value>) -> Result<Self, RequestError> {
        for parameter in self.operation.parameters {
            if let Some(value) = values.get(parameter.field).filter(|value| !value.is_null()) {
                self.parameter(parameter, value)?;
            }
        }
        Ok(self)
    }

    fn parameter(&mut self, parameter: &Parameter, value: &Value) -> Result<(), RequestError> {
        let Parameter { name, serialization, .. } = *parameter;
        match parameter.location {
            Location::Path => {
                let segment = text(name, serialization, value, encoded);
                if segment == "." || segment == ".." {
                    return Err(RequestError::Path { name });
                }
                self.path = self.path.replace(&format!("{{{name}}}"), &segment);
            }
            Location::Query => self.query.extend(pairs(name, serialization, value)),
            Location::Header => self.set_header(name, &text(name, serialization, value, str::to_owned))?,
            Location::Cookie => self.cookies.extend(pairs(name, serialization, value)),
        }
        Ok(())
    }

    /// Accepts only one media type.
    #[must_use]
    pub fn accept(mut self, media_type: Option<&'static str>) -> Self {
        if let Some(media_type) = media_type {
            self.headers.insert(ACCEPT, HeaderValue::from_static(media_type));
        }
        self
    }

    fn set_header(&mut self, name: &str, value: &str) -> Result<(), RequestError> {
        let invalid = || RequestError::Header { name: name.to_owned() };
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
        self.headers.insert(HeaderName::try_from(name).map_err(|_| invalid())?, value);
        Ok(())
    }

    fn authorize(&mut self, credential: &Credential) -> Result<(), RequestError> {
        let secret = &credential.secret;
        match credential.scheme {
            Scheme::Header(name) => self.set_header(name, secret)?,
            Scheme::Query(name) => self.query.push((encoded(name), encoded(secret))),
            Scheme::Cookie(name) => self.cookies.push((encoded(name), encoded(secret))),
            Scheme::Authorization(scheme) => self.set_header(AUTHORIZATION.as_str(), &format!("{scheme} {secret}"))?,
        }
        Ok(())
    }

    /// Adds headers, instead of those of the same names.
    #[cfg(feature = "command-line")]
    pub(crate) fn add_headers<'h>(
        &mut self,
        headers: impl Iterator<Item = &'h (String, String)> + Clone,
    ) -> Result<(), RequestError> {
        for (name, _) in headers.clone() {
            self.headers.remove(name.as_str());
        }
        for (name, value) in headers {
            let invalid = || RequestError::Header { name: name.clone() };
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
            self.headers.append(HeaderName::try_from(name.as_str()).map_err(|_| invalid())?, value);
        }
        Ok(())
    }

    /// Adds a body as it is.
    #[must_use]
    pub fn body(mut self, media_type: &'static str, body: impl Into<Body>) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = Some(body.into());
        self
    }

    /// Adds a body of the media type that it says.
    ///
    /// # Errors
    /// If the media type cannot be a header.
    pub fn typed_body(mut self, body: TypedBody) -> Result<Self, RequestError> {
        self.set_header(CONTENT_TYPE.as_str(), &body.media_type)?;
        self.body = Some(body.body);
        Ok(self)
    }

    /// Adds a body as JSON.
    ///
    /// # Errors
    /// If it cannot be serialized.
    pub fn json(self, media_type: &'static str, body: &impl Serialize) -> Result<Self, RequestError> {
        let body = serde_json::to_vec(body)?;
        Ok(self.body(media_type, body))
    }

    /// Adds a body as a URL-encoded form.
    ///
    /// # Errors
    /// If it cannot be serialized.
    pub fn form(self, fields: &'static [Field], body: &impl Serialize) -> Result<Self, RequestError> {
        let body = form::write(fields, body)?;
        Ok(self.body("application/x-www-form-urlencoded", body))
    }

    /// Adds a body as a multipart form.
    ///
    /// # Errors
    /// If it cannot be serialized.
    pub fn multipart(mut self, fields: &'static [Field], body: &impl Serialize) -> Result<Self, RequestError> {
        let (boundary, body) = multipart::write(fields, body)?;
        self.set_header(CONTENT_TYPE.as_str(), &format!("multipart/form-data; boundary={boundary}"))?;
        self.body = Some(body.into());
        Ok(self)
    }

    /// The URL without the query.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", self.connection.url, self.path)
    }

    /// Sends the request with the credentials of the first alternative that the client has all credentials for.
    ///
    /// # Errors
    /// If the request cannot be written or sent.
    pub async fn send<E>(mut self) -> Result<Response, Error<E>> {
        let credential = |name: &&str| self.connection.credentials.iter().find(|credential| credential.name == *name);
        let mut alternatives = self.operation.security.iter();
        let credentials: Option<Vec<&Credential>> =
            alternatives.find_map(|names| names.iter().map(credential).collect());
        for credential in credentials.unwrap_or_default() {
            self.authorize(credential)?;
        }
        if !self.cookies.is_empty() {
            let cookies = joined(&self.cookies, "; ");
            self.set_header(COOKIE.as_str(), &cookies)?;
        }
        let mut url = self.url();
        if !self.query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&joined(&self.query, "&"));
        }
        let Connection { service, http, transport, .. } = self.connection;
        let method = Method::try_from(self.operation.method).unwrap_or_default();
        let mut request = http.request(method, url).headers(self.headers);
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let failed = |failure| TransportError { service, failure };
        let request = request.build().map_err(|error| failed(error.into()))?;
        Ok(Response::new(service, transport.send(request).await.map_err(failed)?))
    }
}

fn joined(pairs: &[(String, String)], delimiter: &str) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(delimiter)
}
