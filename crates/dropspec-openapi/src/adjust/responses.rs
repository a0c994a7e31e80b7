//! Responses that cannot be sent as they are described.

use serde_json::{Value, json};

use super::Adjustments;
use crate::document::has_body;
use crate::node::Node;

/// Whether there are responses of a status that is not final or has no body.
pub(super) fn concerns(responses: &Value) -> bool {
    let mut statuses = responses.as_object().into_iter().flatten().map(|(status, _)| status.as_str());
    statuses.any(|status| is_informational(status) || !has_body(status))
}

/// Removes informational responses, and the content of responses without a body.
pub(super) fn adjust(node: &Node<'_>, adjustments: &mut Adjustments) {
    let responses = node.entries().unwrap_or_default();
    let mut statuses = responses.iter().map(|(status, _)| *status).filter(|status| !status.starts_with("x-"));
    if let Some(first) = statuses.next().filter(|first| is_informational(first))
        && statuses.all(is_informational)
    {
        // The operation has a final response, which the document does not describe.
        adjustments.warn(node, "the operation has informational responses only; the final one is not described");
        adjustments.replace(node, json!({ "default": { "description": description(node, first) } }));
        return;
    }
    for (status, response) in responses {
        if is_informational(status) {
            adjustments.remove(&response, "informational responses have no effect: they are not final");
        } else if !has_body(status)
            && let Some(content) = response.resolve().ok().and_then(|response| response.get("content"))
        {
            let message = format!("`content` of the response {status} has no effect: it never has a body");
            // The content of a shared response stays for other statuses.
            if response.get("content").is_some() {
                adjustments.remove(&content, message);
            } else {
                adjustments.warn(&response, message);
            }
        }
    }
}

fn description<'s>(responses: &Node<'s>, status: &str) -> &'s str {
    let response = responses.get(status).and_then(|response| response.resolve().ok());
    response.and_then(|response| response.text("description").ok()?).unwrap_or_default()
}

fn is_informational(status: &str) -> bool {
    status.len() == 3 && status.starts_with('1') && (status[1..] == *"XX" || status.parse::<u16>().is_ok())
}
