//! The examples of parameters, media types and headers.

use crate::node::{Checked, Node};

/// The examples that stand beside a schema, as in a media type.
pub(super) fn examples_of<'s>(node: &Node<'s>) -> Checked<Vec<Node<'s>>> {
    let named =
        node.entries_of("examples")?.into_iter().filter_map(|(_, example)| example.resolve().ok()?.get("value"));
    Ok(node.get("example").into_iter().chain(named).collect())
}
