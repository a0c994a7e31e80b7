//! NUL characters in values that are stored as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use dropspec_schema::child;

/// NUL, as JSON escapes it.
const ESCAPED_NUL: &[u8] = b"\\u0000";

/// The pointer to the first text or name of a property that has a NUL character; `None` if there is none.
pub(super) fn pointer_to_nul(value: &impl Serialize) -> Option<String> {
    let mut search = Search { is_found: false };
    // Only one without JSON cannot be serialized, and such a value is not stored.
    let _ = serde_json::to_writer(&mut search, value);
    search.is_found.then(|| serde_json::to_value(value).ok().and_then(|value| pointer(&value, "")).unwrap_or_default())
}

/// Looks for an escaped NUL in the JSON that is written to it. The serializer writes each escape with one call, and no other text with a
/// backslash.
struct Search {
    is_found: bool,
}

impl Write for Search {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_found |= bytes == ESCAPED_NUL;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn pointer(value: &Value, root: &str) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(|| root.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| pointer(item, &format!("{root}/{index}")))
        }
        Value::Object(properties) => properties.iter().find_map(|(name, value)| {
            if name.contains('\0') { Some(root.to_owned()) } else { pointer(value, &child(root, name)) }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_nul_and_nothing_that_looks_like_it() {
        for (value, expected) in [
            (json!({ "a": ["x", { "b~": "\0" }] }), Some("/a/1/b~0")),
            (json!({ "a": { "\0": 1 } }), Some("/a")),
            (json!("\0"), Some("")),
            (json!({ "a": "\\u0000", "b": "\u{1}\"\\", "c": [1, null, true] }), None),
        ] {
            assert_eq!(pointer_to_nul(&value).as_deref(), expected, "{value}");
        }
    }
}
