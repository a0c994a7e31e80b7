//! Checks the first server, whose path is the base path of all routes.

use crate::node::{Checked, Node, collect};
use crate::normalize::path_of_server;

/// Rejects a first server without a usable path. What the others say is for clients.
pub(super) fn check_servers(root: &Node<'_>) -> Checked<()> {
    let Some(server) = root.items_of("servers")?.into_iter().next() else { return Ok(()) };
    check_variables(&server.entries_of("variables")?)?;
    server.required_text("url")?;
    path_of_server(server.value()).map(drop).or_else(|reason| Err(server.require("url")?.error(reason)))
}

fn check_variables(variables: &[(&str, Node<'_>)]) -> Checked<()> {
    collect(variables, |(name, variable)| {
        let values = variable.items_of("enum")?;
        if let Some(list) = variable.get("enum").filter(|_| values.is_empty()) {
            return Err(list.error("`enum` must be an array of at least one value"));
        }
        let Some(default) = variable.text("default")? else { return Ok(()) };
        if values.is_empty() || values.iter().any(|value| value.value() == default) {
            return Ok(());
        }
        Err(variable.error(format!("the default of the variable `{name}` is not in its `enum`")))
    })
    .map(drop)
}
