//! Path templates.

use std::collections::HashMap;

use crate::node::{Checked, Node, collect};
use crate::pointer::percent_decoded;

/// The methods that a path may have.
pub(crate) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The names of the parameters of a template, in its order.
pub(super) fn parameter_names<'s>(path: &'s str, node: &Node<'_>) -> Checked<Vec<&'s str>> {
    let reject = |reason: &str| Err(node.error(format!("the path `{path}` {reason}")));
    if !path.starts_with('/') {
        return reject("must start with a slash");
    }
    if path.contains('?') {
        return reject("must not have a query; describe query parameters in `parameters`");
    }
    let mut names = Vec::new();
    for segment in path.split('/') {
        let mut parts = segment.split('{');
        if parts.next().is_some_and(|literal| literal.contains('}')) {
            return reject("has an unmatched brace");
        }
        let mut is_separated = true;
        for part in parts {
            let (name, literal) = match part.split_once('}') {
                Some((name, literal)) if !name.is_empty() && !literal.contains('}') => (name, literal),
                _ => return reject("has an unmatched brace or a parameter without a name"),
            };
            if !is_separated {
                return reject(&format!("has nothing between `{{{name}}}` and the parameter before it"));
            }
            if names.contains(&name) {
                return reject(&format!("contains `{{{name}}}` twice"));
            }
            names.push(name);
            is_separated = !literal.is_empty();
        }
    }
    Ok(names)
}

/// Rejects paths that match the same requests with the same method: they differ only in the names of their parameters, or in what is
/// percent-encoded.
pub(super) fn check_distinct_paths(paths: &[(&str, Node<'_>)]) -> Checked<()> {
    let mut seen: HashMap<(String, &str), &str> = HashMap::new();
    collect(paths, |(path, node)| {
        let shape = decoded(path);
        // An unresolved reference is reported where the path is read.
        let item = node.resolve().unwrap_or_else(|_| node.clone());
        let methods = METHODS.iter().filter(|method| item.get(method).is_some());
        collect(methods, |method| match seen.insert((shape.clone(), method), path) {
            Some(first) => Err(node.error(format!(
                "`{path}` and `{first}` match the same requests, and both have `{method}`; merge them into one path"
            ))),
            None => Ok(()),
        })
        .map(drop)
    })
    .map(drop)
}

/// The part of a path that requests have: not its fragment.
pub(crate) fn routed(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

/// The part of a path that requests have, without the names of its parameters.
pub(crate) fn unnamed(path: &str) -> String {
    shape(path, str::to_owned)
}

/// The same, decoded. Slashes that separate segments become control characters, since a literal may contain slashes and braces once it is decoded.
fn decoded(path: &str) -> String {
    shape(path, |literal| literal.split('/').map(percent_decoded).collect::<Vec<_>>().join("\u{2}"))
}

/// The literals of a path, with a control character for each parameter.
fn shape(path: &str, literal: impl Fn(&str) -> String) -> String {
    let mut parts = routed(path).split('{');
    let first = literal(parts.next().unwrap_or_default());
    parts.fold(first, |shape, part| shape + "\u{1}" + &literal(part.find('}').map_or(part, |end| &part[end + 1..])))
}
