//! The media types of a body.

use serde_json::{Value, json};

use super::{Adjustments, encodings};
use crate::node::Node;

/// Whether keys are no media types, or there are encodings.
pub(super) fn concerns(contents: &Value) -> bool {
    let mut entries = contents.as_object().into_iter().flatten();
    entries.any(|(key, content)| !is_media_type(key) || content.get("encoding").is_some())
}

/// Removes keys that are no media types beside those that are, and what has no effect in the encodings of forms.
pub(super) fn adjust(contents: &Node<'_>, adjustments: &mut Adjustments) {
    let entries = contents.entries().unwrap_or_default();
    let has_others = entries.iter().any(|(key, _)| is_media_type(key));
    for (key, content) in entries {
        if is_media_type(key) {
            encodings::adjust(key, &content, adjustments);
        } else if has_others {
            adjustments.remove(&content, format!("`{key}` has no effect: it is not a media type"));
        }
    }
}

/// Whether a response has a body, but no media type.
pub(super) fn concerns_response(response: &Value) -> bool {
    let contents = response.get("content").and_then(Value::as_object);
    contents.is_some_and(|contents| !contents.is_empty() && !contents.keys().any(|key| is_media_type(key)))
}

/// Leaves the media type of a response to the service where the document has only keys that are none.
pub(super) fn adjust_response(response: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(contents) = response.get("content") else { return };
    for (key, content) in contents.entries().unwrap_or_default() {
        adjustments.warn(&content, format!("`{key}` is not a media type; the response may have any media type"));
    }
    adjustments.replace(&contents, json!({ "*/*": {} }));
}

fn is_media_type(key: &str) -> bool {
    key.contains('/')
}
