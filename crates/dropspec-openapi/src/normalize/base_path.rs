//! The base path of the servers, to which all paths are relative (section 4.7.5).

use serde_json::Value;

/// The base path without a trailing slash; `None` if the first server is malformed.
pub(super) fn base(document: &Value) -> Option<String> {
    path_of_server(document.get("servers")?.as_array()?.first()?).ok()
}

/// The path of a server's URL, without a trailing slash. A relative URL is relative to the root.
///
/// Only the variables of the path need a value: the host is for clients.
pub(crate) fn path_of_server(server: &Value) -> Result<String, String> {
    let url = server.get("url").and_then(Value::as_str).ok_or("this server has no `url`")?;
    let default = |name: &str| server.get("variables")?.get(name)?.get("default")?.as_str();
    let whole = substituted(url, default)?;
    let behind_host = |rest: &str| rest.find(['/', '?', '#']).map_or(String::new(), |start| rest[start..].to_owned());
    let path = match (whole.split_once("://"), whole.strip_prefix("//")) {
        (Some((_, rest)), _) | (None, Some(rest)) => behind_host(rest),
        _ => whole,
    };
    if let Some((_, name)) = path.split_once('{') {
        let name = name.split('}').next().unwrap_or_default();
        return Err(format!("the path has the variable `{name}`, which has no default in `variables`"));
    }
    if path.contains(['?', '#', '}']) {
        return Err("the path of a server must not have a query, a fragment, or braces in its variables".to_owned());
    }
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

/// The URL with the defaults of its variables. A variable without a default stays as it is.
fn substituted<'v>(url: &str, default: impl Fn(&str) -> Option<&'v str>) -> Result<String, String> {
    let mut parts = url.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or("this URL has an unmatched brace")?;
        match default(name) {
            Some(value) => whole += value,
            None => whole += &format!("{{{name}}}"),
        }
        whole += rest;
    }
    Ok(whole)
}
