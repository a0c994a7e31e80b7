//! Path templates.

use std::collections::HashMap;

use crate::node::{Checked, Node, collect};

/// The names of the parameters of a template, in its order.
pub(super) fn parameter_names<'s>(path: &'s str, node: &Node<'_>) -> Checked<Vec<&'s str>> {
    let reject = |reason: &str| Err(node.error(format!("the path `{path}` {reason}")));
    if !path.starts_with('/') {
        return reject("must start with a slash");
    }
    if path.contains(['?', '#']) {
        return reject("must not have a query or a fragment; describe query parameters in `parameters`");
    }
    let mut names = Vec::new();
    for segment in path.split('/') {
        match segment.split_once('{').map(|(_, rest)| rest.split_once('}')) {
            None if segment.contains('}') => return reject("has an unmatched brace"),
            None => {}
            Some(Some((name, rest))) if !name.is_empty() && !name.contains('{') => {
                if rest.contains(['{', '}']) {
                    return reject("has a segment with more than one parameter, which is not supported");
                }
                if names.contains(&name) {
                    return reject(&format!("contains `{{{name}}}` twice"));
                }
                names.push(name);
            }
            Some(_) => return reject("has an unmatched brace or a parameter without a name"),
        }
    }
    Ok(names)
}

/// Rejects paths that differ only in the names of their parameters: they match the same requests.
pub(super) fn check_distinct_paths(paths: &[(&str, Node<'_>)]) -> Checked<()> {
    let mut seen = HashMap::new();
    let check = |(path, node): &(&str, Node<'_>)| match seen.insert(unnamed(path), path.to_string()) {
        Some(first) => {
            Err(node.error(format!("`{path}` and `{first}` match the same requests; merge them into one path")))
        }
        None => Ok(()),
    };
    collect(paths, check).map(drop)
}

/// The template without the names of its parameters.
fn unnamed(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shape, part| shape + "{" + part.find('}').map_or(part, |end| &part[end..]))
}
