//! Paths whose requests another path serves.

use std::collections::HashMap;

use serde_json::Value;

use super::Adjustments;
use crate::document::{METHODS, unnamed};
use crate::node::Node;

/// Whether paths have fragments, or differ only in the names of their parameters.
pub(super) fn concerns(paths: &Value) -> bool {
    let keys = || paths.as_object().into_iter().flatten().map(|(path, _)| path);
    let mut shapes: Vec<String> = keys().filter(|path| path.contains('{')).map(|path| unnamed(path)).collect();
    shapes.sort_unstable();
    keys().any(|path| path.contains('#')) || shapes.windows(2).any(|pair| pair[0] == pair[1])
}

/// Removes operations whose requests are those of an earlier one: their paths differ only in the names of parameters, which are no part of a
/// request, or in a fragment, which clients do not send.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let mut served: HashMap<(String, &str), &str> = HashMap::new();
    for (path, item) in node.entries().unwrap_or_default() {
        if path.contains('#') {
            adjustments.warn(&item, "the fragment of a path has no effect: clients do not send it");
        }
        let shape = unnamed(path);
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let key = (shape.clone(), *method);
            match served.get(&key) {
                Some(first) => {
                    let message =
                        format!("`{method}` of `{path}` has no effect: all of its requests are those of `{first}`");
                    adjustments.remove(&operation, message);
                }
                None => drop(served.insert(key, path)),
            }
        }
    }
}
