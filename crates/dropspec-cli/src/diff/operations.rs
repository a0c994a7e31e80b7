//! Operations that both documents have: what they take and what they answer.

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
    /// As `GET /people`.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// What identifies it: the names of its path's parameters do not.
    pub(super) fn key(&self) -> (String, &'static str) {
        let parts = self.path.split('{').enumerate().map(|(index, part)| match part.split_once('}') {
            Some((_, rest)) if index > 0 => format!("{{}}{rest}"),
            _ => part.to_owned(),
        });
        (parts.collect(), self.method)
    }
}

/// The operations of a document.
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

/// The parameters of an operation, its own and those of its path that it does not override.
pub(super) fn parameters<'s>(operation: &Operation<'s>) -> Checked<Vec<Parameter<'s>>> {
    let mut parameters: Vec<Parameter<'s>> = Vec::new();
    for node in operation.node.items_of("parameters")?.into_iter().chain(operation.item.items_of("parameters")?) {
        let node = node.resolve()?;
        let (name, location) = (node.required_text("name")?, node.required_text("in")?);
        // The names of headers are the same in any case.
        let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
        if !parameters.iter().any(|other| (&other.name, other.location) == (&name, location)) {
            parameters.push(Parameter { required: node.flag("required")?, node, name, location });
        }
    }
    Ok(parameters)
}

/// Compares what two versions of an operation take and answer.
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
    let (was, is) = (old.node.text("operationId")?, new.node.text("operationId")?);
    if let (Some(was), Some(is)) = (was, is)
        && was != is
    {
        let what = format!("the operationId is `{is}`, not `{was}`: generated clients name it anew");
        changes.add(Severity::Compatible, &old.node, &new.node, what);
    }
    let deprecated = |operation: &Operation<'_>| operation.node.flag("deprecated");
    if deprecated(new)? && !deprecated(old)? {
        changes.add(Severity::Compatible, &old.node, &new.node, "the operation is deprecated now");
    }
    Ok(())
}

fn compare_parameters(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (keyed(old)?, keyed(new)?);
    for (key, old) in &before {
        let Some(new) = after.get(key) else { continue };
        for keyword in ["style", "explode", "allowReserved", "allowEmptyValue"] {
            let (was, is) = (old.node.get(keyword), new.node.get(keyword));
            if was.as_ref().map(Node::value) != is.as_ref().map(Node::value) {
                let what = format!("the parameter `{}` is written in another way: `{keyword}` differs", new.name);
                changes.add(Severity::Breaking, &old.node, &new.node, what);
            }
        }
        match (old.node.get("schema"), new.node.get("schema")) {
            (Some(old_schema), Some(new_schema)) => {
                let owner = format!("parameter `{}`", new.name);
                compare_schemas(&owner, (&old_schema, &new_schema), Direction::Request, changes)?;
            }
            (None, None) => compare_content(&old.node, &new.node, Direction::Request, changes)?,
            _ => {
                let what = format!("the parameter `{}` is written in another way", new.name);
                changes.add(Severity::Breaking, &old.node, &new.node, what);
            }
        }
    }
    Ok(())
}

/// The parameters by what identifies them; in the path that is where they stand.
fn keyed<'s>(operation: &Operation<'s>) -> Checked<BTreeMap<(&'s str, String), Parameter<'s>>> {
    let place =
        |name: &str| operation.path.find(&format!("{{{name}}}")).map(|end| operation.path[..end].matches('{').count());
    let key = |parameter: &Parameter<'s>| match parameter.location {
        "path" => (parameter.location, place(&parameter.name).unwrap_or_default().to_string()),
        location => (location, parameter.name.clone()),
    };
    Ok(parameters(operation)?.into_iter().map(|parameter| (key(&parameter), parameter)).collect())
}

/// Compares what has `content`: bodies, and parameters with one.
pub(super) fn compare_content(
    old: &Node<'_>,
    new: &Node<'_>,
    direction: Direction,
    changes: &mut Changes,
) -> Checked<()> {
    let side = direction.words();
    let (before, after) = (old.entries_of("content")?, new.entries_of("content")?);
    for (media_type, content) in &before {
        let Some((_, now)) = after.iter().find(|(other, _)| other.eq_ignore_ascii_case(media_type)) else {
            changes.add(Severity::Breaking, content, new, format!("{side}: the media type {media_type} is gone"));
            continue;
        };
        match (content.get("schema"), now.get("schema")) {
            (Some(old), Some(new)) => compare_schemas("body", (&old, &new), direction, changes)?,
            (None, None) => {}
            (was, _) => {
                let (effect, verb) = match was {
                    Some(_) => (Effect::Wider, "has no schema any more"),
                    None => (Effect::Narrower, "has a schema now"),
                };
                changes.add(
                    effect.severity(direction),
                    content,
                    now,
                    format!("{side}: the content {media_type} {verb}"),
                );
            }
        }
    }
    for (media_type, content) in &after {
        if !before.iter().any(|(other, _)| other.eq_ignore_ascii_case(media_type)) {
            // Of the first there is nothing to choose from: the body itself is new.
            let severity = if before.is_empty() { Severity::Breaking } else { Severity::Compatible };
            changes.add(severity, old, content, format!("{side}: the media type {media_type} is new"));
        }
    }
    Ok(())
}
