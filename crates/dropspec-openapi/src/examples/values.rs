//! The examples of parameters, media types and headers.

use crate::node::{Checked, Node};

/// The values of `example` and `examples` of a parameter, media type or header.
pub(super) fn examples_of<'s>(node: &Node<'s>) -> Checked<Vec<Node<'s>>> {
    let named =
        node.entries_of("examples")?.into_iter().filter_map(|(_, example)| example.resolve().ok()?.get("value"));
    Ok(node.get("example").into_iter().chain(named).collect())
}
