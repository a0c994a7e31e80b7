//! The operations of a document, and their parameters.

use dropspec_openapi::node::{Checked, Node};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation of a document.
#[derive(Clone, Debug)]
pub(super) struct Operation<'s> {
    pub(super) root: Node<'s>,
    pub(super) item: Node<'s>,
    pub(super) node: Node<'s>,
    pub(super) method: &'static str,
    pub(super) path: String,
}

impl Operation<'_> {
    /// The method and path, such as `GET /people`.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// The identity of the operation across versions: its method and path, without the names of path parameters.
    pub(super) fn key(&self) -> (String, &'static str) {
        let parts = self.path.split('{').enumerate().map(|(index, part)| match part.split_once('}') {
            Some((_, rest)) if index > 0 => format!("{{}}{rest}"),
            _ => part.to_owned(),
        });
        (parts.collect(), self.method)
    }
}

/// Lists the operations of a document.
pub(super) fn operations<'s>(root: &Node<'s>) -> Checked<Vec<Operation<'s>>> {
    let mut operations = Vec::new();
    for (path, item) in root.require("paths")?.entries()? {
        if path.starts_with("x-") {
            continue;
        }
        let item = item.resolve()?;
        for method in METHODS {
            if let Some(node) = item.get(method) {
                let (root, item) = (root.clone(), item.clone());
                operations.push(Operation { root, item, node, method, path: path.to_owned() });
            }
        }
    }
    Ok(operations)
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'s> {
    pub(super) node: Node<'s>,
    pub(super) name: String,
    pub(super) location: &'s str,
    pub(super) required: bool,
}

/// Lists the parameters of an operation: its own, and those of its path item that it does not override.
pub(super) fn parameters<'s>(operation: &Operation<'s>) -> Checked<Vec<Parameter<'s>>> {
    let mut parameters: Vec<Parameter<'s>> = Vec::new();
    for node in operation.node.items_of("parameters")?.into_iter().chain(operation.item.items_of("parameters")?) {
        let node = node.resolve()?;
        let (name, location) = (node.required_text("name")?, node.required_text("in")?);
        // Header names are case-insensitive.
        let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
        if !parameters.iter().any(|other| (&other.name, other.location) == (&name, location)) {
            parameters.push(Parameter { required: node.flag("required")?, node, name, location });
        }
    }
    Ok(parameters)
}
