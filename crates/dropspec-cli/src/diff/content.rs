//! Compares the `content` of bodies and parameters.

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Effect, Severity};
use super::schema::compare_schemas;

/// Compares the media types, and the schemas of those that both versions have.
pub(super) fn compare(old: &Node<'_>, new: &Node<'_>, direction: Direction, changes: &mut Changes) -> Checked<()> {
    let word = direction.word();
    let (old_content, new_content) = (old.entries_of("content")?, new.entries_of("content")?);
    for (media_type, content) in &old_content {
        let Some((_, counterpart)) = new_content.iter().find(|(other, _)| other.eq_ignore_ascii_case(media_type))
        else {
            changes.add(Severity::Breaking, content, new, format!("{word} media type {media_type} removed"));
            continue;
        };
        match (content.get("schema"), counterpart.get("schema")) {
            (Some(old), Some(new)) => compare_schemas("body", (&old, &new), direction, changes)?,
            (None, None) => {}
            (old_schema, _) => {
                let (effect, verb) = match old_schema {
                    Some(_) => (Effect::Wider, "removed"),
                    None => (Effect::Narrower, "added"),
                };
                changes.add(
                    effect.severity(direction),
                    content,
                    counterpart,
                    format!("schema of {word} media type {media_type} {verb}"),
                );
            }
        }
    }
    for (media_type, content) in &new_content {
        if !old_content.iter().any(|(other, _)| other.eq_ignore_ascii_case(media_type)) {
            // With the first media type the body itself is added.
            let severity = if old_content.is_empty() { Severity::Breaking } else { Severity::Compatible };
            changes.add(severity, old, content, format!("{word} media type {media_type} added"));
        }
    }
    Ok(())
}
