//! Links to operations that the document does not have.

use std::collections::HashSet;

use super::Adjustments;
use crate::node::Node;

/// Warns about a link that no client can follow. It stays: nothing is generated from it.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(id) = node.get("operationId") else { return };
    let known = adjustments.operation_ids.get_or_insert_with(|| operation_ids(&node.document()));
    if let Some(name) = id.value().as_str().filter(|name| !known.contains(*name)) {
        adjustments.warn(&id, format!("the link has no effect: no operation has the operationId `{name}`"));
    }
}

fn operation_ids(document: &Node<'_>) -> HashSet<String> {
    let paths = document.entries_of("paths").unwrap_or_default();
    let operations = paths.iter().filter_map(|(_, item)| item.value().as_object()).flatten();
    operations.filter_map(|(_, operation)| Some(operation.get("operationId")?.as_str()?.to_owned())).collect()
}
