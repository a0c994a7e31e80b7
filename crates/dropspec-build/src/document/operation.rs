//! Operations: parameters, request bodies, responses.

use http::{HeaderName, Method, StatusCode};

use super::node::{Node, Read, collect};
use super::schema::{check_schema, shape};
use super::template::parameter_names;

/// One operation.
#[derive(Debug)]
pub struct Operation<'s> {
    /// Where it is.
    pub node: Node<'s>,
    /// `operationId`.
    pub id: &'s str,
    /// The method.
    pub method: Method,
    /// The path template.
    pub path: &'s str,
    /// `summary`.
    pub summary: Option<&'s str>,
    /// `description`.
    pub description: Option<&'s str>,
    /// `tags`.
    pub tags: Vec<&'s str>,
    /// The parameters of the path first, in its order, then those of the query.
    pub parameters: Vec<Parameter<'s>>,
    /// The request body.
    pub body: Option<Body<'s>>,
    /// The responses, in the order of the document.
    pub responses: Vec<Response<'s>>,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// Its name.
    pub name: &'s str,
    /// Where it stands.
    pub location: Location,
    /// Whether it must be there.
    pub required: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
}

/// A request body.
#[derive(Debug)]
pub struct Body<'s> {
    /// Its media type.
    pub media_type: &'s str,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
}

/// A response.
#[derive(Debug)]
pub struct Response<'s> {
    /// Its status.
    pub status: StatusCode,
    /// `description`.
    pub description: &'s str,
    /// Its headers.
    pub headers: Vec<Header<'s>>,
    /// Its media type and schema, if it has a body.
    pub content: Option<(&'s str, Node<'s>)>,
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
}

/// The operations of a path.
pub(super) fn read_path<'s>(path: &'s str, item: &Node<'s>) -> Read<Vec<Operation<'s>>> {
    let item = item.resolve()?;
    item.allow_keys(
        "a path",
        &["summary", "description", "parameters", "get", "put", "post", "delete", "options", "patch", "trace"],
    )?;
    let names = parameter_names(path, &item)?;
    let shared = item.items_of("parameters")?;
    let methods = item.entries()?.into_iter().filter_map(|(key, node)| Some((method(key)?, node)));
    collect(methods, |(method, node)| read_operation(path, &names, method, node, &shared))
}

fn method(key: &str) -> Option<Method> {
    Some(match key {
        "get" => Method::GET,
        "put" => Method::PUT,
        "post" => Method::POST,
        "delete" => Method::DELETE,
        "options" => Method::OPTIONS,
        "patch" => Method::PATCH,
        "trace" => Method::TRACE,
        _ => return None,
    })
}

fn read_operation<'s>(
    path: &'s str,
    names: &[&str],
    method: Method,
    node: Node<'s>,
    shared: &[Node<'s>],
) -> Read<Operation<'s>> {
    node.allow_keys(
        "an operation",
        &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
        ],
    )?;
    let own = collect(node.items_of("parameters")?, |parameter| read_parameter(&parameter))?;
    let shared = collect(shared, read_parameter)?;
    let overridden =
        |shared: &Parameter<'_>| own.iter().any(|own| (own.name, own.location) == (shared.name, shared.location));
    let mut parameters: Vec<Parameter<'_>> = shared.into_iter().filter(|parameter| !overridden(parameter)).collect();
    parameters.extend(own);
    order_by_path(path, names, &node, &mut parameters)?;

    let tags =
        collect(node.items_of("tags")?, |tag| tag.value().as_str().ok_or_else(|| tag.error("a tag must be a string")))?;
    let body = node.get("requestBody").map(|body| read_body(&body)).transpose()?;
    let responses = node.require("responses")?;
    let entries = responses.entries()?.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    let answers = collect(entries, |(status, response)| read_response(status, &response))?;
    if answers.is_empty() {
        return Err(responses.error("an operation must have at least one response"));
    }
    Ok(Operation {
        id: node.required_text("operationId")?,
        summary: node.text("summary")?,
        description: node.text("description")?,
        node,
        method,
        path,
        tags,
        parameters,
        body,
        responses: answers,
    })
}

/// Brings the parameters of the path into the order of the template, before all others.
fn order_by_path(path: &str, names: &[&str], node: &Node<'_>, parameters: &mut [Parameter<'_>]) -> Read<()> {
    let described =
        |name: &str| parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name);
    if let Some(missing) = names.iter().find(|name| !described(name)) {
        return Err(node.error(format!("the parameter `{missing}` of the path is not described")));
    }
    let place = |parameter: &Parameter<'_>| names.iter().position(|name| *name == parameter.name);
    if let Some(stray) =
        parameters.iter().find(|parameter| parameter.location == Location::Path && place(parameter).is_none())
    {
        return Err(stray.node.error(format!("the path {path} has no `{{{}}}`", stray.name)));
    }
    parameters.sort_by_key(|parameter| (parameter.location, place(parameter)));
    Ok(())
}

fn read_parameter<'s>(node: &Node<'s>) -> Read<Parameter<'s>> {
    let node = node.resolve()?;
    node.allow_keys(
        "a parameter",
        &["name", "in", "description", "required", "deprecated", "schema", "example", "examples", "style", "explode"],
    )?;
    let (location, style) = match node.required_text("in")? {
        "path" => (Location::Path, "simple"),
        "query" => (Location::Query, "form"),
        other => {
            return Err(node.require("in")?.error(format!("parameters in `{other}` are not supported yet")));
        }
    };
    if node.text("style")?.is_some_and(|given| given != style) {
        return Err(node.require("style")?.error(format!("only the style `{style}` is supported here")));
    }
    let required = node.flag("required")?;
    if location == Location::Path && !required {
        return Err(node.error("a parameter of the path must be `required: true`"));
    }
    let schema = node.require("schema")?;
    check_schema(&schema)?;
    if !shape(&schema)?.is_some_and(|shape| shape.is_scalar()) {
        return Err(schema.error("a parameter must be a string, a number, an integer, a boolean or an enum of strings"));
    }
    Ok(Parameter {
        name: node.required_text("name")?,
        location,
        required,
        description: node.text("description")?,
        schema,
        node,
    })
}

fn read_body<'s>(node: &Node<'s>) -> Read<Body<'s>> {
    let node = node.resolve()?;
    node.allow_keys("a request body", &["description", "content", "required"])?;
    if !node.flag("required")? {
        return Err(node.error("an optional request body is not supported yet: say `required: true`"));
    }
    let (media_type, schema) = read_content(&node)?.ok_or_else(|| node.error("the request body has no content"))?;
    Ok(Body { media_type, description: node.text("description")?, schema })
}

fn read_response<'s>(status: &str, node: &Node<'s>) -> Read<Response<'s>> {
    let code = status.parse::<StatusCode>().ok().filter(|code| code.canonical_reason().is_some());
    let Some(code) = code else {
        return Err(node.error(format!(
            "`{status}` is not a status code that can be generated; give each status its own response"
        )));
    };
    let node = node.resolve()?;
    node.allow_keys("a response", &["description", "headers", "content", "links"])?;
    Ok(Response {
        status: code,
        description: node.required_text("description")?,
        headers: collect(node.entries_of("headers")?, |(name, header)| read_header(name, &header))?,
        content: read_content(&node)?,
    })
}

fn read_content<'s>(node: &Node<'s>) -> Read<Option<(&'s str, Node<'s>)>> {
    let entries = node.entries_of("content")?;
    if let [_, second, ..] = entries.as_slice() {
        return Err(second.1.error("more than one media type is not supported yet"));
    }
    let Some((media_type, content)) = entries.into_iter().next() else {
        return Ok(None);
    };
    if media_type != "application/json" && !media_type.ends_with("+json") {
        return Err(content.error(format!("the media type `{media_type}` is not supported yet, only JSON is")));
    }
    content.allow_keys("a media type", &["schema", "example", "examples"])?;
    let schema = content.require("schema")?;
    check_schema(&schema)?;
    Ok(Some((media_type, schema)))
}

fn read_header<'s>(name: &'s str, node: &Node<'s>) -> Read<Header<'s>> {
    let node = node.resolve()?;
    node.allow_keys("a header", &["description", "required", "schema", "example", "examples", "deprecated"])?;
    let taken = name.eq_ignore_ascii_case("content-type");
    if taken || HeaderName::from_bytes(name.as_bytes()).is_err() {
        let reason = if taken { "is that of the content" } else { "is not a name that HTTP allows" };
        return Err(node.error(format!("the header `{name}` cannot be declared: it {reason}")));
    }
    let schema = node.require("schema")?.resolve()?;
    // What else a schema may say would not be checked.
    schema.allow_keys("a header's schema", &["type", "format", "title", "description", "example", "deprecated"])?;
    let kind = match schema.text("type")? {
        Some("string") => HeaderKind::Text,
        Some("integer") => HeaderKind::Integer,
        _ => return Err(schema.error("a response header must be a string or an integer")),
    };
    Ok(Header { name, required: node.flag("required")?, description: node.text("description")?, kind, node })
}
