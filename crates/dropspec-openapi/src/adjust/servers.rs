//! Servers: a service has one base path, and serves all paths itself.

use super::Adjustments;
use crate::node::Node;
use crate::normalize::path_of_server;

/// Removes the servers of a path or of an operation.
pub(super) fn remove(node: &Node<'_>, what: &str, adjustments: &mut Adjustments) {
    if let Some(servers) = node.get("servers") {
        let message = format!(
            "`servers` of {what} have no effect: this service serves all paths, at the base path of the document"
        );
        adjustments.remove(&servers, message);
    }
}

/// Warns about base paths that are not used.
pub(super) fn of_document(node: &Node<'_>, adjustments: &mut Adjustments) {
    let servers = node.items_of("servers").unwrap_or_default();
    let Some((first, others)) = servers.split_first() else { return };
    let Ok(base) = path_of_server(first.value()) else { return };
    for server in others {
        if path_of_server(server.value()).is_ok_and(|other| other != base) {
            let message = format!(
                "the base path of this server is not used; all paths are served at that of the first one, `{base}/`"
            );
            adjustments.warn(server, message);
        }
    }
}
