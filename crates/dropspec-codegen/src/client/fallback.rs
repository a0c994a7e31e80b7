//! Named schemas whose values are kept as JSON.

use std::collections::HashSet;

use dropspec_openapi::document::{Document, is_alias};
use dropspec_openapi::node::Checked;

use super::unions::alternatives;
use crate::lower::{is_anything, typed};

/// Marks the named schemas that only `serde_json::Value` represents, until no further schema depends on them.
pub(super) fn fall_back_to_json(document: &mut Document<'_>) -> Checked<()> {
    loop {
        let mut found = HashSet::new();
        for (name, node) in &document.schemas {
            if !document.is_json_fallback(name)
                && !is_alias(node)?
                && is_anything(&typed(document, node)?)
                && alternatives(document, node)?.is_none()
            {
                found.insert(*name);
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        document.json_fallbacks.extend(found);
    }
}
