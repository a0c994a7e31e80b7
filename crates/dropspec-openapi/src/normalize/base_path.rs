//! The base path of the servers, to which all paths are relative (section 4.7.5).

use serde_json::Value;

/// The base path without a trailing slash; `None` if the first server is malformed.
pub(super) fn base(document: &Value) -> Option<String> {
    let server = document.get("servers")?.as_array()?.first()?;
    let url = server.get("url")?.as_str()?;
    path_of_url(url, |name| server.get("variables")?.get(name)?.get("default")?.as_str()).ok()
}

/// The path of a server URL. A relative URL is relative to the root.
pub(crate) fn path_of_url<'v>(url: &str, default: impl Fn(&str) -> Option<&'v str>) -> Result<String, String> {
    let mut parts = url.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or("this URL has an unmatched brace")?;
        whole += default(name).ok_or_else(|| format!("the variable `{name}` has no default in `variables`"))?;
        whole += rest;
    }
    if whole.contains(['?', '#', '{', '}']) {
        return Err("a server URL must not have a query, a fragment, or braces in its variables".to_owned());
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
