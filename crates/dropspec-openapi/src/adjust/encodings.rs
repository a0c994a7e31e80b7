//! Encodings: each of their keys has an effect for some media types only (Encoding Object).

use super::{Adjustments, parameters};
use crate::document::properties;
use crate::node::Node;

/// The media types of forms.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// Removes what "shall be ignored" from the encodings of a media type.
pub(super) fn adjust(media_type: &str, content: &Node<'_>, adjustments: &mut Adjustments) {
    let Some(encoding) = content.get("encoding") else { return };
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !FORMS.contains(&essence.as_str()) {
        adjustments.remove(&encoding, "`encoding` has no effect: it applies only to forms");
        return;
    }
    let ignored: &[&str] = if essence.starts_with("multipart/") {
        &["style", "explode", "allowReserved", "headers"]
    } else {
        &["headers"]
    };
    let properties = content.get("schema").and_then(|schema| properties(&schema).ok()).unwrap_or_default();
    for (name, field) in encoding.entries().unwrap_or_default() {
        let Some((_, property)) = properties.iter().find(|(known, _)| *known == name) else {
            adjustments.remove(&field, format!("this encoding has no effect: the schema has no property `{name}`"));
            continue;
        };
        if !essence.starts_with("multipart/") && field.get("style").or(field.get("explode")).is_some() {
            parameters::adjust_style(&field, property, adjustments);
        }
        for key in ignored {
            if let Some(part) = field.get(key) {
                adjustments.remove(&part, format!("`{key}` of an encoding has no effect for {essence}"));
            }
        }
    }
}
