//! Requests of an operation.

use std::sync::Arc;

use bytes::Bytes;
use dropspec_openapi::document::{Location, MediaKind};
use dropspec_wire::style;
use http::{HeaderName, HeaderValue};
use serde_json::Value;

use crate::body::{EncodedBody, encode};
use crate::model::{CredentialPlace, Operation, Parameter};

/// A request of an operation, valid until it is changed.
#[derive(Clone, Debug)]
pub struct Request {
    operation: Arc<Operation>,
    /// The values of the parameters of the operation.
    values: Vec<Option<ParameterValue>>,
    headers: Vec<(String, String)>,
    /// Pairs that are no parameters of the operation.
    query: Vec<String>,
    body: Option<EncodedBody>,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub(crate) enum ParameterValue {
    /// A value of its schema.
    Value(Value),
    /// Text that may be invalid.
    Text(String),
}

impl Request {
    /// A request with the required parameters, and with a body if the operation takes one.
    pub(crate) fn new(operation: &Arc<Operation>) -> Self {
        let value = |parameter: &Parameter| {
            let sample = parameter.samples.first().filter(|_| parameter.required);
            sample.map(|sample| ParameterValue::Value(sample.value.clone()))
        };
        let content = operation.body.as_ref().and_then(|body| body.contents.first());
        let body = content.and_then(|content| Some(encode(content, &content.samples.first()?.value)));
        Self {
            values: operation.parameters.iter().map(value).collect(),
            operation: Arc::clone(operation),
            headers: Vec::new(),
            query: Vec::new(),
            body,
        }
    }

    /// The `operationId`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation.id
    }

    /// Sets a parameter to a text, which may be invalid. A name that is no parameter's becomes a pair of the query.
    #[must_use]
    pub fn set(self, name: &str, text: impl Into<String>) -> Self {
        match self.operation.parameters.iter().position(|parameter| parameter.name == name) {
            Some(index) => self.with_parameter(index, Some(ParameterValue::Text(text.into()))),
            None => self.with_pair(pair(name, &text.into())),
        }
    }

    /// Adds a header, which may be a credential.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a pair to the query as it is written, which may be a credential.
    #[must_use]
    pub fn with_pair(mut self, pair: impl Into<String>) -> Self {
        self.query.push(pair.into());
        self
    }

    /// Replaces the body by JSON, of the first JSON media type of the operation.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        let contents = self.operation.body.iter().flat_map(|body| &body.contents);
        let content_type = contents.into_iter().find(|content| content.kind == MediaKind::Json);
        let content_type = content_type.map_or("application/json", |content| &content.media_type).to_owned();
        self.body(&content_type, value.to_string())
    }

    /// Replaces the body.
    #[must_use]
    pub fn body(self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.with_body(Some(EncodedBody { content_type: content_type.to_owned(), bytes: bytes.into() }))
    }

    /// Prefers a media type, and accepts others.
    pub(crate) fn preferring(self, media_type: &str) -> Self {
        self.header("accept", format!("{media_type}, */*;q=0.1"))
    }

    pub(crate) fn with_body(mut self, body: Option<EncodedBody>) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn with_parameter(mut self, index: usize, value: Option<ParameterValue>) -> Self {
        self.values[index] = value;
        self
    }

    /// Removes all credentials.
    pub(crate) fn without_credentials(mut self) -> Self {
        for place in &self.operation.schemes {
            match place {
                CredentialPlace::Header(name) => self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name)),
                CredentialPlace::Authorization(_) => {
                    self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case("authorization"));
                }
                CredentialPlace::Query(name) => self.query.retain(|known| !known.starts_with(&pair(name, ""))),
                CredentialPlace::Cookie(_) => self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case("cookie")),
            }
        }
        self
    }

    /// Required parts for which the document suggests no value.
    pub(crate) fn missing(&self) -> Vec<String> {
        let parameters = self.operation.parameters.iter().zip(&self.values);
        let missing = parameters.filter(|(parameter, value)| parameter.required && value.is_none());
        let body = self.operation.body.iter().filter(|body| body.required && self.body.is_none());
        let missing = missing.map(|(parameter, _)| format!("parameter `{}`", parameter.name));
        missing.chain(body.map(|_| "body".to_owned())).collect()
    }

    /// The request as it is sent to the base URL of a service. Headers that are not valid are left out.
    pub(crate) fn build(&self, client: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
        let mut path = self.operation.path.clone();
        let (mut query, mut cookies) = (self.query.clone(), Vec::new());
        let mut headers = self.headers.clone();
        for (parameter, value) in self.operation.parameters.iter().zip(&self.values) {
            let Some(value) = value else { continue };
            match parameter.location {
                Location::Path => path = path.replace(&format!("{{{}}}", parameter.name), &value.in_path(parameter)),
                Location::Query => query.extend(value.pairs(parameter)),
                Location::Cookie => cookies.extend(value.pairs(parameter)),
                Location::Header => headers.push((parameter.name.clone(), value.in_header(parameter))),
            }
        }
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), cookies.join("; ")));
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let mut request = client.request(self.operation.method.clone(), format!("{url}{path}{query}"));
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
                request = request.header(name, value);
            }
        }
        match &self.body {
            Some(body) => request.header("content-type", &body.content_type).body(body.bytes.clone()),
            None => request,
        }
    }
}

impl ParameterValue {
    fn in_path(&self, parameter: &Parameter) -> String {
        match self {
            Self::Value(value) => style::text(&parameter.name, parameter.serialization, value, style::encoded),
            Self::Text(text) => style::encoded(text),
        }
    }

    fn in_header(&self, parameter: &Parameter) -> String {
        match self {
            Self::Value(value) => style::text(&parameter.name, parameter.serialization, value, str::to_owned),
            Self::Text(text) => text.clone(),
        }
    }

    fn pairs(&self, parameter: &Parameter) -> Vec<String> {
        match self {
            Self::Value(value) => {
                let pairs = style::pairs(&parameter.name, parameter.serialization, value).into_iter();
                pairs.map(|(name, value)| format!("{name}={value}")).collect()
            }
            Self::Text(text) => vec![pair(&parameter.name, text)],
        }
    }
}

/// A pair of a name and a value, as it is written.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", style::encoded(name), style::encoded(value))
}
