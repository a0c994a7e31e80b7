//! The path of the server, which all paths of a document are relative to (section 4.7.5).

use serde_json::Value;

use crate::document::{Node, Read, collect};

/// The path that stands before all others, without a slash at its end; nothing if the first server is malformed.
pub(super) fn base(document: &Value) -> Option<String> {
    let server = document.get("servers")?.as_array()?.first()?;
    let url = server.get("url")?.as_str()?;
    path(url, |name| server.get("variables")?.get(name)?.get("default")?.as_str()).ok()
}

/// Refuses servers from which no one path follows.
pub(crate) fn check_servers(root: &Node<'_>) -> Read<()> {
    let paths = collect(root.items_of("servers")?, |server| {
        let url = server.require("url")?;
        let variables = server.entries_of("variables")?;
        check_variables(&variables)?;
        let default = |name: &str| {
            let variable = variables.iter().find(|(other, _)| *other == name).map(|(_, variable)| variable);
            variable?.text("default").ok()?
        };
        let path = path(server.required_text("url")?, default).map_err(|reason| url.error(reason))?;
        Ok((path, url))
    })?;
    let Some(((first, _), others)) = paths.split_first() else { return Ok(()) };
    let other = others.iter().find(|(path, _)| path != first);
    other.map_or(Ok(()), |(path, url)| {
        Err(url.error(format!(
            "a service has one path before all others, and this server's is `{path}/` while that of the first is `{first}/`; \
             give all servers the same"
        )))
    })
}

fn check_variables(variables: &[(&str, Node<'_>)]) -> Read<()> {
    collect(variables, |(name, variable)| {
        let default = variable.required_text("default")?;
        let values = variable.items_of("enum")?;
        if let Some(list) = variable.get("enum").filter(|_| values.is_empty()) {
            return Err(list.error("`enum` must be an array of at least one value"));
        }
        if values.is_empty() || values.iter().any(|value| value.value() == default) {
            return Ok(());
        }
        Err(variable.error(format!("the default of the variable `{name}` is not among its values")))
    })
    .map(drop)
}

/// The path of a URL, which may be relative to where the document is served: at the root.
fn path<'v>(url: &str, default: impl Fn(&str) -> Option<&'v str>) -> Result<String, String> {
    let mut parts = url.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or("this has a brace without its partner")?;
        whole += default(name).ok_or_else(|| format!("the variable `{name}` has no default in `variables`"))?;
        whole += rest;
    }
    if whole.contains(['?', '#', '{', '}']) {
        return Err("the URL of a server has neither a query nor a fragment, and no braces in its variables".to_owned());
    }
    let behind_host = |rest: &str| rest.find('/').map_or(String::new(), |start| rest[start..].to_owned());
    let path = match (whole.split_once("://"), whole.strip_prefix("//")) {
        (Some((_, rest)), _) | (None, Some(rest)) => behind_host(rest),
        _ => whole,
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    Ok(segments.iter().map(|segment| format!("/{segment}")).collect())
}
