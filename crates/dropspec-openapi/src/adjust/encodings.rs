//! Encodings: each of their keys has an effect for some media types only (Encoding Object).

use super::Adjustments;
use crate::node::Node;

/// The media types of forms.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// Removes what "shall be ignored" from the encodings of media types.
pub(super) fn adjust(contents: &Node<'_>, adjustments: &mut Adjustments) {
    for (media_type, content) in contents.entries().unwrap_or_default() {
        let Some(encoding) = content.get("encoding") else { continue };
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !FORMS.contains(&essence.as_str()) {
            adjustments.remove(&encoding, "`encoding` has no effect: it applies only to forms");
            continue;
        }
        let ignored: &[&str] = if essence.starts_with("multipart/") {
            &["style", "explode", "allowReserved", "headers"]
        } else {
            &["headers"]
        };
        for (_, field) in encoding.entries().unwrap_or_default() {
            for key in ignored {
                if let Some(part) = field.get(key) {
                    adjustments.remove(&part, format!("`{key}` of an encoding has no effect for {essence}"));
                }
            }
        }
    }
}
