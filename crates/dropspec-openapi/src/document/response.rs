//! Responses: statuses, headers and bodies.

use http::{HeaderName, StatusCode};

use super::content::{Content, MediaKind, read_contents};
use super::schema::check_schema;
use super::value_kind::value_kind;
use crate::node::{Checked, Node, both, collect};

/// The media type of problem details, which the run-time library provides.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The media type of HTML pages.
const PAGE: &str = "text/html";

/// A response.
#[derive(Debug)]
pub struct Response<'s> {
    /// The response in the document.
    pub node: Node<'s>,
    /// Its status.
    pub status: Status,
    /// `description`.
    pub description: &'s str,
    /// Its headers.
    pub headers: Vec<Header<'s>>,
    /// Its media types; none if it has no body.
    pub contents: Vec<Content<'s>>,
    /// Whether problem details are also available as an HTML page: `text/html` beside the problem.
    pub is_page: bool,
}

/// The statuses of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A single status.
    Code(StatusCode),
    /// A class of statuses, such as `4XX`, by its first digit.
    Class(u16),
    /// `default`: all statuses without a response of their own.
    Default,
}

impl Header<'_> {
    /// Whether its schema restricts the values of its type.
    pub fn is_checked(&self) -> bool {
        let silent = |key: &str| {
            matches!(key, "type" | "title" | "description" | "example" | "deprecated" | "externalDocs")
                || key.starts_with("x-")
        };
        let bare = self.schema.resolve().and_then(|target| target.entries());
        let bare = bare.is_ok_and(|keys| keys.iter().all(|(key, _)| silent(key)));
        !bare || matches!(self.kind, HeaderKind::Value(_) | HeaderKind::Json)
    }
}

impl Status {
    /// Whether it is a success.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code.is_success(),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }

    /// Whether it is a redirection, including 304.
    pub fn is_redirection(self) -> bool {
        match self {
            Self::Code(code) => code.is_redirection(),
            Self::Class(class) => class == 3,
            Self::Default => false,
        }
    }

    /// The status as it is written in the document; used in names.
    pub fn text(self) -> String {
        match self {
            Self::Code(code) => code.as_u16().to_string(),
            Self::Class(class) => format!("{class}XX"),
            Self::Default => "default".to_owned(),
        }
    }
}

/// A response header.
#[derive(Debug)]
pub struct Header<'s> {
    /// The header in the document.
    pub node: Node<'s>,
    /// Its name.
    pub name: &'s str,
    /// Whether it is always sent.
    pub required: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
    /// The kind of its value.
    pub kind: HeaderKind,
}

/// The kind of value that a header has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A value of its schema in the style `simple`, exploded or not.
    Value(bool),
    /// A value of its schema as JSON: `content`.
    Json,
}

pub(super) fn read_response<'s>(status: &str, node: &Node<'s>) -> Checked<Response<'s>> {
    let target = node.resolve()?;
    let mut headers = target.entries_of("headers")?;
    // "Shall be ignored": the media type of the content determines it.
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let distinct = check_distinct_headers(&headers);
    let headers = collect(headers, |(name, header)| read_header(name, &header));
    let headers = both(headers, distinct).map(|(headers, ())| headers);
    let described = both(read_status(status, node), target.required_text("description"));
    let ((status, description), (mut contents, headers)) = both(described, both(read_contents(&target), headers))?;
    let is_page = [PROBLEM_JSON, PAGE].iter().all(|kind| contents.iter().any(|content| content.media_type == *kind));
    if is_page {
        // The run-time library renders it from the problem.
        contents.retain(|content| content.media_type != PAGE);
    }
    if let Status::Code(code) = status
        && !has_body(code.as_str())
    {
        contents.clear();
    }
    Ok(Response { status, description, headers, contents, is_page, node: target })
}

/// Rejects a header that is described twice: names of headers are case-insensitive (RFC 9110, section 5.1).
fn check_distinct_headers(headers: &[(&str, Node<'_>)]) -> Checked<()> {
    collect(headers.iter().enumerate(), |(index, (name, node))| {
        match headers[..index].iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some((other, _)) => Err(node.error(format!("`{name}` and `{other}` are the same header; remove one"))),
            None => Ok(()),
        }
    })
    .map(drop)
}

/// Whether responses of a status have a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
pub(crate) fn has_body(status: &str) -> bool {
    !matches!(status, "204" | "205" | "304")
}

fn read_status(status: &str, node: &Node<'_>) -> Checked<Status> {
    if status == "default" {
        return Ok(Status::Default);
    }
    let class = status.strip_suffix("XX").and_then(|class| class.parse().ok()).filter(|class| (2..=5).contains(class));
    // Informational statuses are not final responses.
    let code = status.parse::<StatusCode>().ok().filter(|code| (200..600).contains(&code.as_u16()));
    class
        .map(Status::Class)
        .or(code.map(Status::Code))
        .ok_or_else(|| node.error(format!("invalid status `{status}`; {}", status_hint(status))))
}

fn status_hint(status: &str) -> String {
    match status.to_ascii_uppercase() {
        upper if upper != status && upper.ends_with("XX") => format!("write `{upper}`"),
        _ => "use 200 to 599, 2XX to 5XX or default".to_owned(),
    }
}

fn read_header<'s>(name: &'s str, node: &Node<'s>) -> Checked<Header<'s>> {
    let node = node.resolve()?;
    let keys =
        ["description", "required", "deprecated", "style", "explode", "schema", "example", "examples", "content"];
    node.allow_keys("a header", &keys)?;
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(node.error(format!("`{name}` is not a valid header name")));
    }
    if node.text("style")?.is_some_and(|style| style != "simple") {
        return Err(node.require("style")?.error("a header must have the style `simple`"));
    }
    let (schema, kind) = match (node.get("schema"), node.get("content")) {
        (Some(schema), None) => {
            check_schema(&schema)?;
            let kind = header_kind(&schema, node.flag("explode")?)?;
            (schema, kind)
        }
        (None, Some(_)) => header_content(&node)?,
        _ => return Err(node.error("a header must have either `schema` or `content`")),
    };
    Ok(Header { name, required: node.flag("required")?, description: node.text("description")?, kind, schema, node })
}

/// The schema of a header with `content`: JSON, or text that is the value itself.
fn header_content<'s>(node: &Node<'s>) -> Checked<(Node<'s>, HeaderKind)> {
    let mut contents = read_contents(node)?;
    match (contents.pop(), contents.is_empty()) {
        (Some(Content { kind: MediaKind::Json, schema: Some(schema), .. }), true) => Ok((schema, HeaderKind::Json)),
        (Some(Content { kind: MediaKind::Text, schema: Some(schema), .. }), true) => {
            let kind = header_kind(&schema, false)?;
            Ok((schema, kind))
        }
        _ => Err(node.error("the `content` of a header must be one media type with a schema, of JSON or text")),
    }
}

fn header_kind(schema: &Node<'_>, explode: bool) -> Checked<HeaderKind> {
    let target = schema.resolve()?;
    let bare = ["enum", "nullable", "allOf", "anyOf", "oneOf", "not"].iter().all(|key| target.get(key).is_none());
    Ok(match target.text("type")? {
        Some("string") if bare && target.text("format")? != Some("uuid") => HeaderKind::Text,
        Some("integer") if bare => HeaderKind::Integer,
        _ => {
            // Rejects values that no style serializes.
            value_kind(schema)?;
            HeaderKind::Value(explode)
        }
    })
}
