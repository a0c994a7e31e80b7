//! Links are for clients: nothing is generated from them, but their targets must exist.

use super::structure;
use crate::grammar::{DOCUMENT, LINK, Rule};
use crate::node::{Checked, Node, collect};

/// Checks that links refer to operations of the document. Links to other services cannot be checked, and those that name an unknown operation
/// have had a warning.
pub(super) fn check_links(root: &Node<'_>) -> Checked<()> {
    let links = structure::find(root, Rule::One(&DOCUMENT), &LINK);
    collect(links, |link| {
        let (id, reference) = (link.text("operationId")?, link.text("operationRef")?);
        match (id, reference) {
            (None, None) => Err(link.error("a link needs `operationId` or `operationRef`")),
            (None, Some(reference)) if reference.starts_with('#') && !link.is_published(reference) => {
                Err(link.require("operationRef")?.error(format!("cannot resolve `{reference}`")))
            }
            _ => Ok(()),
        }
    })
    .map(drop)
}
