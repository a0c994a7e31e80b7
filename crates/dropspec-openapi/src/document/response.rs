//! Responses: statuses, headers, bodies.

use http::{HeaderName, StatusCode};

use super::content::{Content, read_contents};
use super::schema::check_schema;
use super::value_kind::value_kind;
use crate::node::{Checked, Node, collect};

/// The media type whose bodies are the run-time library's problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The media type of pages.
const PAGE: &str = "text/html";

/// A response.
#[derive(Debug)]
pub struct Response<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// Its status.
    pub status: Status,
    /// `description`.
    pub description: &'s str,
    /// Its headers.
    pub headers: Vec<Header<'s>>,
    /// Its media types; none if it has no body.
    pub contents: Vec<Content<'s>>,
    /// Whether it is a problem that is a page as well, for whoever likes that better: `text/html` beside the problem.
    pub is_page: bool,
}

/// The statuses that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One.
    Code(StatusCode),
    /// `4XX` and the like: a hundred of them, by their first digit.
    Class(u16),
    /// `default`: all that have no response of their own.
    Default,
}

impl Header<'_> {
    /// Whether its schema forbids some values of its type.
    pub fn is_checked(&self) -> bool {
        let silent = |key: &str| {
            matches!(key, "type" | "title" | "description" | "example" | "deprecated" | "externalDocs")
                || key.starts_with("x-")
        };
        let bare = self.schema.resolve().and_then(|target| target.entries());
        let bare = bare.is_ok_and(|keys| keys.iter().all(|(key, _)| silent(key)));
        !bare || matches!(self.kind, HeaderKind::Value(_))
    }
}

impl Status {
    /// Whether it is about success.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code.is_success(),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }

    /// Whether it leads elsewhere, or says that the client has the answer already.
    pub fn is_redirection(self) -> bool {
        match self {
            Self::Code(code) => code.is_redirection(),
            Self::Class(class) => class == 3,
            Self::Default => false,
        }
    }

    /// The text of the document for it, as a part of names.
    pub fn text(self) -> String {
        match self {
            Self::Code(code) => code.as_u16().to_string(),
            Self::Class(class) => format!("{class}XX"),
            Self::Default => "default".to_owned(),
        }
    }
}

/// A header of a response.
#[derive(Debug)]
pub struct Header<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// Its name.
    pub name: &'s str,
    /// Whether it is always there.
    pub required: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
    /// What it holds.
    pub kind: HeaderKind,
}

/// What a header holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A value of its schema, in the style `simple`, exploded or not.
    Value(bool),
}

pub(super) fn read_response<'s>(status: &str, node: &Node<'s>) -> Checked<Response<'s>> {
    let status = read_status(status, node)?;
    let node = node.resolve()?;
    node.allow_keys("a response", &["description", "headers", "content", "links"])?;
    let mut headers = node.entries_of("headers")?;
    // "Shall be ignored": it is that of the content.
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let mut contents = read_contents(&node)?;
    let is_page = [PROBLEM_JSON, PAGE].iter().all(|kind| contents.iter().any(|content| content.media_type == *kind));
    if is_page {
        // The run-time library makes it of the problem.
        contents.retain(|content| content.media_type != PAGE);
    }
    if let (Some(content), Status::Code(StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)) = (contents.first(), status)
    {
        return Err(content.node.error("a response of this status cannot have a body"));
    }
    Ok(Response {
        status,
        description: node.required_text("description")?,
        headers: collect(headers, |(name, header)| read_header(name, &header))?,
        contents,
        is_page,
        node,
    })
}

fn read_status(status: &str, node: &Node<'_>) -> Checked<Status> {
    if status == "default" {
        return Ok(Status::Default);
    }
    let class = status.strip_suffix("XX").and_then(|class| class.parse().ok()).filter(|class| (2..=5).contains(class));
    // What is below 200 is not an answer yet.
    let code = status.parse::<StatusCode>().ok().filter(|code| (200..600).contains(&code.as_u16()));
    class.map(Status::Class).or(code.map(Status::Code)).ok_or_else(|| {
        node.error(format!(
            "`{status}` is not a status that an operation can answer: 200 to 599, 2XX to 5XX, or default"
        ))
    })
}

fn read_header<'s>(name: &'s str, node: &Node<'s>) -> Checked<Header<'s>> {
    let node = node.resolve()?;
    let keys = ["description", "required", "deprecated", "style", "explode", "schema", "example", "examples"];
    node.allow_keys("a header", &keys)?;
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(node.error(format!("the header `{name}` cannot be declared: it is not a name that HTTP allows")));
    }
    if node.text("style")?.is_some_and(|style| style != "simple") {
        return Err(node.require("style")?.error("the style of a header can only be `simple`"));
    }
    let schema = node.require("schema")?;
    check_schema(&schema)?;
    let explode = node.flag("explode")?;
    Ok(Header {
        name,
        required: node.flag("required")?,
        description: node.text("description")?,
        kind: header_kind(&schema, explode)?,
        schema,
        node,
    })
}

fn header_kind(schema: &Node<'_>, explode: bool) -> Checked<HeaderKind> {
    let target = schema.resolve()?;
    let bare = ["enum", "nullable", "allOf", "anyOf", "oneOf", "not"].iter().all(|key| target.get(key).is_none());
    Ok(match target.text("type")? {
        Some("string") if bare && target.text("format")? != Some("uuid") => HeaderKind::Text,
        Some("integer") if bare => HeaderKind::Integer,
        _ => {
            // Refuses what no style can write.
            value_kind(schema)?;
            HeaderKind::Value(explode)
        }
    })
}
