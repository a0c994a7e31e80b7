//! Checks that all servers have the same base path.

use crate::node::{Checked, Node, collect};
use crate::normalize::path_of_url;

/// Rejects servers without a common base path.
pub(super) fn check_servers(root: &Node<'_>) -> Checked<()> {
    let paths = collect(root.items_of("servers")?, |server| {
        let url = server.require("url")?;
        let variables = server.entries_of("variables")?;
        check_variables(&variables)?;
        let default = |name: &str| {
            let variable = variables.iter().find(|(other, _)| *other == name).map(|(_, variable)| variable);
            variable?.text("default").ok()?
        };
        let path = path_of_url(server.required_text("url")?, default).map_err(|reason| url.error(reason))?;
        Ok((path, url))
    })?;
    let Some(((first, _), others)) = paths.split_first() else { return Ok(()) };
    let other = others.iter().find(|(path, _)| path != first);
    other.map_or(Ok(()), |(path, url)| {
        Err(url.error(format!(
            "all servers must have the same base path; this one has `{path}/` and the first one has `{first}/`"
        )))
    })
}

fn check_variables(variables: &[(&str, Node<'_>)]) -> Checked<()> {
    collect(variables, |(name, variable)| {
        let default = variable.required_text("default")?;
        let values = variable.items_of("enum")?;
        if let Some(list) = variable.get("enum").filter(|_| values.is_empty()) {
            return Err(list.error("`enum` must be an array of at least one value"));
        }
        if values.is_empty() || values.iter().any(|value| value.value() == default) {
            return Ok(());
        }
        Err(variable.error(format!("the default of the variable `{name}` is not in its `enum`")))
    })
    .map(drop)
}
