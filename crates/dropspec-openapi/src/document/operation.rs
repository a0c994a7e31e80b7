//! Operations: their parameters, bodies and responses.

use http::Method;

use super::content::{Content, read_contents};
use super::parameter::{Location, Parameter, read_parameter};
use super::path_template::{parameter_names, routed};
use super::response::{Response, Status, read_response};
use super::security::Security;
use crate::grammar::extensions::{MAX_BODY, OPERATION};
use crate::node::{Checked, Node, both, collect};

/// An operation.
#[derive(Debug)]
pub struct Operation<'s> {
    /// The operation in the document.
    pub node: Node<'s>,
    /// `operationId`.
    pub id: &'s str,
    /// The name that generated items are named after: `operationId`, until the code generator makes it distinct.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'s str,
    /// `summary`.
    pub summary: Option<&'s str>,
    /// `description`.
    pub description: Option<&'s str>,
    /// `tags`.
    pub tags: Vec<&'s str>,
    /// Whether it is `deprecated`.
    pub deprecated: bool,
    /// The parameters: those of the path in its order, then query, header and cookie parameters.
    pub parameters: Vec<Parameter<'s>>,
    /// The request body.
    pub body: Option<RequestBody<'s>>,
    /// The responses, in the order of the document.
    pub responses: Vec<Response<'s>>,
    /// The action that `x-dropspec-operation` names.
    pub declared_action: Option<&'s str>,
    /// The security requirements.
    pub security: Security<'s>,
}

/// A request body.
#[derive(Debug)]
pub struct RequestBody<'s> {
    /// The request body in the document.
    pub node: Node<'s>,
    /// Whether it is required.
    pub required: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its media types, at least one.
    pub contents: Vec<Content<'s>>,
    /// The maximum size in bytes, from `x-dropspec-max-body`.
    pub max_size: Option<u64>,
}

impl<'s> Operation<'s> {
    /// Whether only HTML pages of the service call it: it accepts nothing but their forms.
    pub fn is_for_pages(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.contents.iter().all(|content| content.is_page_form))
    }

    /// The successful responses; `default` if there are no others.
    pub fn successes(&self) -> impl Iterator<Item = &Response<'s>> {
        let only_default = !self.responses.iter().any(|response| response.status.is_success());
        let counts = move |response: &&Response<'s>| {
            response.status.is_success() || (only_default && response.status == Status::Default)
        };
        self.responses.iter().filter(counts)
    }

    /// The distinct media types of the successful responses, in the order of the document.
    pub fn produces(&self) -> Vec<&'s str> {
        let mut produces: Vec<&'s str> = Vec::new();
        for content in self.successes().flat_map(|response| &response.contents) {
            if !produces.contains(&content.media_type) {
                produces.push(content.media_type);
            }
        }
        produces
    }
}

/// The operations of a path, each with its own diagnostics.
pub(super) fn read_path<'s>(path: &'s str, item: &Node<'s>) -> Vec<Checked<Operation<'s>>> {
    let path = routed(path);
    let shared = item.resolve().and_then(|item| {
        let names = parameter_names(path, &item)?;
        let (parameters, entries) = both(item.items_of("parameters"), item.entries())?;
        Ok((names, parameters, entries))
    });
    let (names, shared, entries) = match shared {
        Ok(shared) => shared,
        Err(found) => return vec![Err(found)],
    };
    let methods: Vec<_> = entries.into_iter().filter_map(|(key, node)| Some((method(key)?, node))).collect();
    if methods.is_empty() {
        // Otherwise each operation reads them.
        let shared = collect(&shared, read_parameter);
        let checked = shared.and_then(|it| check_strays(path, &names, &it.into_iter().flatten().collect::<Vec<_>>()));
        return checked.err().map(Err).into_iter().collect();
    }
    methods.into_iter().map(|(method, node)| read_operation(path, &names, method, node, &shared)).collect()
}

fn method(key: &str) -> Option<Method> {
    Some(match key {
        "get" => Method::GET,
        "put" => Method::PUT,
        "post" => Method::POST,
        "delete" => Method::DELETE,
        "options" => Method::OPTIONS,
        "head" => Method::HEAD,
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
) -> Checked<Operation<'s>> {
    let parameters = read_parameters(path, names, &node, shared);
    let body = node.get("requestBody").map(|body| read_body(&body)).transpose();
    let tags = node
        .items_of("tags")
        .and_then(|tags| collect(tags, |tag| tag.value().as_str().ok_or_else(|| tag.error("a tag must be a string"))));
    let ((parameters, body), (responses, tags)) = both(both(parameters, body), both(read_responses(&node), tags))?;
    let id = node.required_text("operationId")?;
    Ok(Operation {
        id,
        name: id.to_owned(),
        summary: node.text("summary")?,
        description: node.text("description")?,
        deprecated: node.flag("deprecated")?,
        declared_action: node.text(OPERATION)?,
        node,
        method,
        path,
        tags,
        parameters,
        body,
        responses,
        // Set later, from the requirements of the operation or the document.
        security: Security::default(),
    })
}

fn read_responses<'s>(operation: &Node<'s>) -> Checked<Vec<Response<'s>>> {
    let responses = operation.require("responses")?;
    let entries = responses.entries()?.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    let read = collect(entries, |(status, response)| read_response(status, &response))?;
    if read.is_empty() {
        return Err(responses.error("an operation must have at least one response"));
    }
    Ok(read)
}

/// The parameters of an operation, and those of its path that it does not override.
fn read_parameters<'s>(
    path: &'s str,
    names: &[&str],
    node: &Node<'s>,
    shared: &[Node<'s>],
) -> Checked<Vec<Parameter<'s>>> {
    let own = node.items_of("parameters").and_then(|own| collect(own, |parameter| read_parameter(&parameter)));
    let (own, shared) = both(own, collect(shared, read_parameter))?;
    let own: Vec<Parameter<'_>> = own.into_iter().flatten().collect();
    check_duplicates(&own)?;
    let overridden =
        |shared: &Parameter<'_>| own.iter().any(|own| (own.name, own.location) == (shared.name, shared.location));
    let mut parameters: Vec<Parameter<'_>> =
        shared.into_iter().flatten().filter(|parameter| !overridden(parameter)).collect();
    parameters.extend(own);
    order_by_path(path, names, node, &mut parameters)?;
    Ok(parameters)
}

fn check_duplicates(parameters: &[Parameter<'_>]) -> Checked<()> {
    let duplicate = |(index, parameter): (usize, &Parameter<'_>)| {
        let before = &parameters[..index];
        let first = before.iter().find(|other| (other.name, other.location) == (parameter.name, parameter.location));
        first.map_or(Ok(()), |first| {
            Err(parameter.node.error(format!("duplicate parameter, already described at #{}", first.node.pointer())))
        })
    };
    collect(parameters.iter().enumerate(), duplicate).map(drop)
}

/// Sorts the path parameters by their order in the template, before all others.
fn order_by_path(path: &str, names: &[&str], node: &Node<'_>, parameters: &mut [Parameter<'_>]) -> Checked<()> {
    let described =
        |name: &str| parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name);
    if let Some(missing) = names.iter().find(|name| !described(name)) {
        return Err(node.error(format!("path parameter `{missing}` is not described")));
    }
    check_strays(path, names, parameters)?;
    let place = |parameter: &Parameter<'_>| names.iter().position(|name| *name == parameter.name);
    parameters.sort_by_key(|parameter| {
        let in_path = (parameter.location == Location::Path).then(|| place(parameter)).flatten();
        (parameter.location, in_path)
    });
    Ok(())
}

/// Rejects path parameters that the template does not contain.
fn check_strays(path: &str, names: &[&str], parameters: &[Parameter<'_>]) -> Checked<()> {
    let is_stray =
        |parameter: &&Parameter<'_>| parameter.location == Location::Path && !names.contains(&parameter.name);
    match parameters.iter().find(is_stray) {
        Some(stray) => Err(stray.node.error(format!("the path {path} does not contain `{{{}}}`", stray.name))),
        None => Ok(()),
    }
}

pub(super) fn read_body<'s>(node: &Node<'s>) -> Checked<RequestBody<'s>> {
    let node = node.resolve()?;
    let contents = read_contents(&node)?;
    if contents.is_empty() {
        return Err(node.error("the request body needs at least one media type in `content`"));
    }
    let max_size = node.count(MAX_BODY)?;
    if max_size.is_some_and(|max_size| max_size == 0 || usize::try_from(max_size).is_err()) {
        return Err(node.require(MAX_BODY)?.error(format!("`{MAX_BODY}` must be a number of bytes, at least one")));
    }
    Ok(RequestBody {
        required: node.flag("required")?,
        description: node.text("description")?,
        contents,
        max_size,
        node,
    })
}
