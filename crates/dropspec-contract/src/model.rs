//! The operations of a document, as far as a contract test needs them.

use dropspec_openapi::document::{Location, MediaKind, Status};
use dropspec_schema::Schema;
use dropspec_wire::Serialization;
use http::{Method, StatusCode};

use crate::sample::Sample;

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Vec<Response>,
    pub(crate) schemes: Vec<CredentialPlace>,
    /// Whether requests without credentials are rejected.
    pub(crate) requires_credentials: bool,
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) serialization: Serialization,
    pub(crate) schema: Schema,
    /// Valid values; those of the document first.
    pub(crate) samples: Vec<Sample>,
}

/// A request body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) max_size: Option<u64>,
    pub(crate) contents: Vec<RequestContent>,
}

/// A media type of a request body.
#[derive(Debug)]
pub(crate) struct RequestContent {
    /// The media type that is sent; for a range, one within it.
    pub(crate) media_type: String,
    pub(crate) kind: MediaKind,
    pub(crate) schema: Option<Schema>,
    /// Valid values; those of the document first.
    pub(crate) samples: Vec<Sample>,
    /// The fields of a form that have an encoding.
    pub(crate) fields: Vec<Field>,
    /// Properties whose absence violates the schema.
    pub(crate) required: Vec<String>,
}

/// The encoding of a form field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) serialization: Option<Serialization>,
    /// The media type of its part.
    pub(crate) content_type: Option<String>,
}

/// A documented response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: Status,
    pub(crate) headers: Vec<Header>,
    /// Its media types; none if it has no body.
    pub(crate) contents: Vec<ResponseContent>,
}

/// A documented response header.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) is_json: bool,
    pub(crate) explode: bool,
    pub(crate) schema: Schema,
}

/// A media type of a response.
#[derive(Debug)]
pub(crate) struct ResponseContent {
    pub(crate) media_type: String,
    pub(crate) kind: MediaKind,
    pub(crate) schema: Option<Schema>,
}

/// Where a request has its credentials.
#[derive(Debug)]
pub(crate) enum CredentialPlace {
    Header(String),
    Query(String),
    Cookie(String),
    /// `Authorization`, with the authentication scheme.
    Authorization(String),
}

impl Operation {
    /// The documented response of a status: that of the status itself, else that of its class, else `default`.
    pub(crate) fn response(&self, status: StatusCode) -> Option<&Response> {
        let exact = |documented: Status| documented == Status::Code(status);
        let class = |documented: Status| documented == Status::Class(status.as_u16() / 100);
        let default = |documented: Status| documented == Status::Default;
        let find = |matches: &dyn Fn(Status) -> bool| self.responses.iter().find(|response| matches(response.status));
        find(&exact).or_else(|| find(&class)).or_else(|| find(&default))
    }

    /// The media types of the responses, without ranges.
    pub(crate) fn response_media_types(&self) -> Vec<&str> {
        let mut media_types: Vec<&str> = Vec::new();
        for content in self.responses.iter().flat_map(|response| &response.contents) {
            let media_type = content.media_type.as_str();
            if !media_type.contains('*') && !media_types.contains(&media_type) {
                media_types.push(media_type);
            }
        }
        media_types
    }

    /// Whether a successful response has a body, whose media type can be negotiated.
    pub(crate) fn negotiates(&self) -> bool {
        self.responses.iter().any(|response| response.status.is_success() && !response.contents.is_empty())
    }
}

impl ResponseContent {
    /// Whether a `Content-Type` is this media type or within this range. Its parameters are those that are documented, and possibly others,
    /// such as `charset`.
    pub(crate) fn matches(&self, content_type: &str) -> bool {
        let (found, given) = parts(content_type);
        let (declared, wanted) = parts(&self.media_type);
        let is_within = match declared.strip_suffix('*') {
            Some("*/") => true,
            Some(start) => found.starts_with(start),
            None => declared == found,
        };
        is_within && wanted.iter().all(|parameter| given.contains(parameter))
    }
}

/// A media type without parameters, and its parameters, in lower case.
fn parts(media_type: &str) -> (String, Vec<String>) {
    let mut parts = media_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    (parts.next().unwrap_or_default(), parts.collect())
}
