//! The media types of a body.

use serde_json::{Value, json};

use super::{Adjustments, encodings};
use crate::document::{essence, is_unchecked};
use crate::node::Node;

/// Whether media types may have parts without effect.
pub(super) fn concerns(contents: &Value) -> bool {
    contents.as_object().is_some_and(|contents| !contents.is_empty())
}

/// Removes keys that are no media types beside those that are, and what has no effect in the encodings of forms.
pub(super) fn adjust(contents: &Node<'_>, adjustments: &mut Adjustments) {
    let entries = contents.entries().unwrap_or_default();
    let has_others = entries.iter().any(|(key, _)| is_media_type(key));
    let mut known: Vec<Known<'_>> = Vec::new();
    for (key, content) in entries {
        if !is_media_type(key) {
            if has_others {
                adjustments.remove(&content, format!("`{key}` has no effect: it is not a media type"));
            }
            continue;
        }
        let media_type = Known::read(key);
        if let Some(first) = known.iter().find(|other| other.is_same(&media_type)) {
            let message = format!("`{key}` has no effect: it is the same media type as `{}`", first.written);
            adjustments.remove(&content, message);
            continue;
        }
        known.push(media_type);
        encodings::adjust(key, &content, adjustments);
        if let Some(schema) = content.get("schema").filter(|schema| is_unchecked(key, schema)) {
            adjustments.warn(&schema, format!("bodies of `{}` are not checked against their schema", essence(key)));
        }
    }
}

/// A media type, to be compared with others.
struct Known<'s> {
    written: &'s str,
    essence: String,
    /// The parameters that tell media types apart, in an order.
    parameters: Vec<(String, &'s str)>,
}

impl<'s> Known<'s> {
    fn read(written: &'s str) -> Self {
        let pairs = written.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let pairs = pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"')));
        let mut parameters: Vec<_> =
            pairs.filter(|(name, _)| !["charset", "boundary", "q"].contains(&name.as_str())).collect();
        parameters.sort();
        Self { written, essence: essence(written).to_ascii_lowercase(), parameters }
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.essence, &self.parameters) == (&other.essence, &other.parameters)
    }
}

/// Whether a response has a body, but no media type.
pub(super) fn concerns_response(response: &Value) -> bool {
    let contents = response.get("content").and_then(Value::as_object);
    contents.is_some_and(|contents| !contents.is_empty() && !contents.keys().any(|key| is_media_type(key)))
}

/// Leaves the media type of a response to the service where the document has only keys that are none.
pub(super) fn adjust_response(response: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(contents) = response.get("content").filter(|_| concerns_response(response.value())) else { return };
    for (key, content) in contents.entries().unwrap_or_default() {
        adjustments.warn(&content, format!("`{key}` is not a media type; the response may have any media type"));
    }
    adjustments.replace(&contents, json!({ "*/*": {} }));
}

fn is_media_type(key: &str) -> bool {
    key.contains('/')
}
