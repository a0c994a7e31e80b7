//! Compares the operations that both documents have: names, parameters and bodies.

use std::collections::BTreeMap;

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Effect, Severity};
use super::schema::compare_schemas;
use super::{responses, security};

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

/// Compares two versions of an operation.
pub(super) fn compare(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    compare_names(old, new, changes)?;
    compare_parameters(old, new, changes)?;
    if let (Some(old), Some(new)) = (old.node.get("requestBody"), new.node.get("requestBody")) {
        compare_content(&old.resolve()?, &new.resolve()?, Direction::Request, changes)?;
    }
    responses::compare(&old.node.require("responses")?, &new.node.require("responses")?, changes)?;
    security::compare(old, new, changes)
}

fn compare_names(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (old.node.text("operationId")?, new.node.text("operationId")?);
    if let (Some(before), Some(after)) = (before, after)
        && before != after
    {
        let message =
            format!("operationId changed from `{before}` to `{after}`, which renames the method of generated clients");
        changes.add(Severity::Compatible, &old.node, &new.node, message);
    }
    let deprecated = |operation: &Operation<'_>| operation.node.flag("deprecated");
    if deprecated(new)? && !deprecated(old)? {
        changes.add(Severity::Compatible, &old.node, &new.node, "operation is now deprecated");
    }
    Ok(())
}

fn compare_parameters(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    let (old_parameters, new_parameters) = (by_key(old)?, by_key(new)?);
    for (key, old) in &old_parameters {
        let Some(new) = new_parameters.get(key) else { continue };
        for keyword in ["style", "explode", "allowReserved", "allowEmptyValue"] {
            let (before, after) = (old.node.get(keyword), new.node.get(keyword));
            if before.as_ref().map(Node::value) != after.as_ref().map(Node::value) {
                let message = format!("`{keyword}` of parameter `{}` changed", new.name);
                changes.add(Severity::Breaking, &old.node, &new.node, message);
            }
        }
        match (old.node.get("schema"), new.node.get("schema")) {
            (Some(old_schema), Some(new_schema)) => {
                let owner = format!("parameter `{}`", new.name);
                compare_schemas(&owner, (&old_schema, &new_schema), Direction::Request, changes)?;
            }
            (None, None) => compare_content(&old.node, &new.node, Direction::Request, changes)?,
            _ => {
                let message = format!("parameter `{}` changed between `schema` and `content`", new.name);
                changes.add(Severity::Breaking, &old.node, &new.node, message);
            }
        }
    }
    Ok(())
}

/// The parameters by location and name; path parameters by their index in the path.
fn by_key<'s>(operation: &Operation<'s>) -> Checked<BTreeMap<(&'s str, String), Parameter<'s>>> {
    let index =
        |name: &str| operation.path.find(&format!("{{{name}}}")).map(|end| operation.path[..end].matches('{').count());
    let key = |parameter: &Parameter<'s>| match parameter.location {
        "path" => (parameter.location, index(&parameter.name).unwrap_or_default().to_string()),
        location => (location, parameter.name.clone()),
    };
    Ok(parameters(operation)?.into_iter().map(|parameter| (key(&parameter), parameter)).collect())
}

/// Compares the `content` of bodies and parameters.
pub(super) fn compare_content(
    old: &Node<'_>,
    new: &Node<'_>,
    direction: Direction,
    changes: &mut Changes,
) -> Checked<()> {
    let word = direction.word();
    let (old_content, new_content) = (old.entries_of("content")?, new.entries_of("content")?);
    for (media_type, content) in &old_content {
        let Some((_, counterpart)) = new_content.iter().find(|(other, _)| other.eq_ignore_ascii_case(media_type))
        else {
            changes.add(Severity::Breaking, content, new, format!("{word} media type {media_type} removed"));
            continue;
        };
        match (content.get("schema"), counterpart.get("schema")) {
            (Some(old), Some(new)) => compare_schemas("body", (&old, &new), direction, changes)?,
            (None, None) => {}
            (old_schema, _) => {
                let (effect, verb) = match old_schema {
                    Some(_) => (Effect::Wider, "removed"),
                    None => (Effect::Narrower, "added"),
                };
                changes.add(
                    effect.severity(direction),
                    content,
                    counterpart,
                    format!("schema of {word} media type {media_type} {verb}"),
                );
            }
        }
    }
    for (media_type, content) in &new_content {
        if !old_content.iter().any(|(other, _)| other.eq_ignore_ascii_case(media_type)) {
            // With the first media type the body itself is added.
            let severity = if old_content.is_empty() { Severity::Breaking } else { Severity::Compatible };
            changes.add(severity, old, content, format!("{word} media type {media_type} added"));
        }
    }
    Ok(())
}
