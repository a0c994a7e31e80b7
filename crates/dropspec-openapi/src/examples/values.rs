//! The examples of parameters, media types and headers.

use crate::node::{Checked, Node};

/// The values of `example` and `examples` of a parameter, media type or header.
pub(super) fn examples_of<'s>(node: &Node<'s>) -> Checked<Vec<Node<'s>>> {
    Ok(named_examples_of(node)?.into_iter().map(|(_, example)| example).collect())
}

/// The same with the names of those in `examples`.
pub(super) fn named_examples_of<'s>(node: &Node<'s>) -> Checked<Vec<(Option<&'s str>, Node<'s>)>> {
    let named = node
        .entries_of("examples")?
        .into_iter()
        .filter_map(|(name, example)| Some((Some(name), example.resolve().ok()?.get("value")?)));
    Ok(node.get("example").map(|example| (None, example)).into_iter().chain(named).collect())
}
