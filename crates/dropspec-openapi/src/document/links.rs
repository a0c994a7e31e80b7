//! Links are for clients: nothing is generated from them, but their targets must exist.

use std::collections::HashSet;

use serde_json::Value;

use super::structure;
use crate::grammar::{DOCUMENT, LINK, Rule};
use crate::node::{Checked, Node, collect};

/// Checks that links refer to operations of the document. Links to other services cannot be checked.
pub(super) fn check_links(root: &Node<'_>) -> Checked<()> {
    let paths = root.get("paths").map(|paths| paths.value());
    let items = paths.and_then(Value::as_object).into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let operations: HashSet<&str> = items.flatten().filter_map(|(_, it)| it.get("operationId")?.as_str()).collect();
    let links = structure::find(root, Rule::One(&DOCUMENT), &LINK);
    collect(links, |link| {
        let (id, reference) = (link.text("operationId")?, link.text("operationRef")?);
        match (id, reference) {
            (None, None) => Err(link.error("a link needs `operationId` or `operationRef`")),
            (Some(id), None) if !operations.contains(id) => {
                Err(link.require("operationId")?.error(format!("no operation has the operationId `{id}`")))
            }
            (None, Some(reference)) if reference.starts_with('#') && !link.is_published(reference) => {
                Err(link.require("operationRef")?.error(format!("cannot resolve `{reference}`")))
            }
            _ => Ok(()),
        }
    })
    .map(drop)
}
