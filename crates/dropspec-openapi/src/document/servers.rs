//! Checks the first server, whose path is the base path of all routes.

use crate::node::{Checked, Node, collect};
use crate::normalize::path_of_server;

/// Rejects duplicate values of variables, and a first server without a usable path. What the others say is for clients.
pub(super) fn check_servers(root: &Node<'_>) -> Checked<()> {
    let servers = root.items_of("servers")?;
    collect(&servers, |server| {
        collect(server.entries_of("variables")?, |(name, variable)| check_values(name, &variable))
    })?;
    let Some(server) = servers.into_iter().next() else { return Ok(()) };
    collect(server.entries_of("variables")?, |(name, variable)| check_default(name, &variable))?;
    server.required_text("url")?;
    path_of_server(server.value()).map(drop).or_else(|reason| Err(server.require("url")?.error(reason)))
}

/// The values of a variable are distinct.
fn check_values(name: &str, variable: &Node<'_>) -> Checked<()> {
    let values = variable.items_of("enum")?;
    if let Some(list) = variable.get("enum").filter(|_| values.is_empty()) {
        return Err(list.error("`enum` must be an array of at least one value"));
    }
    let is_duplicate =
        |(index, value): &(usize, &Node<'_>)| values[..*index].iter().any(|other| other.value() == value.value());
    match values.iter().enumerate().find(is_duplicate) {
        Some((_, second)) => {
            Err(second.error(format!("the variable `{name}` has this value twice; remove one of them")))
        }
        None => Ok(()),
    }
}

fn check_default(name: &str, variable: &Node<'_>) -> Checked<()> {
    let values = variable.items_of("enum")?;
    let Some(default) = variable.text("default")? else { return Ok(()) };
    if values.is_empty() || values.iter().any(|value| value.value() == default) {
        return Ok(());
    }
    Err(variable.error(format!("the default of the variable `{name}` is not in its `enum`")))
}
