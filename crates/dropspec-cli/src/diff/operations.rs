//! Compares the operations that both documents have: names, parameters and bodies.

use std::collections::BTreeMap;

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Severity};
use super::operation::{Operation, Parameter, parameters};
use super::schema::compare_schemas;
use super::{content, responses, security};

/// Compares two versions of an operation.
pub(super) fn compare(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    compare_names(old, new, changes)?;
    compare_parameters(old, new, changes)?;
    if let (Some(old), Some(new)) = (old.node.get("requestBody"), new.node.get("requestBody")) {
        content::compare(&old.resolve()?, &new.resolve()?, Direction::Request, changes)?;
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
            (None, None) => content::compare(&old.node, &new.node, Direction::Request, changes)?,
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
