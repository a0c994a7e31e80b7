//! The formats of schemas.

use serde_json::Value;

use crate::formats::{is_checked_format, is_defined_format, is_numeric_format};
use crate::node::{Checked, Node};
use crate::source::Source;

/// The format of strings that a schema asks for, if the service checks it.
pub(crate) fn service_format<'s>(node: &Node<'s>) -> Checked<Option<&'s str>> {
    Ok(node.text("format")?.filter(|format| node.source().has_format(format)))
}

/// The format of a string that only the complete validator supports, or that has a type of its own.
pub(super) fn special_format<'s>(node: &Node<'s>) -> Checked<Option<&'s str>> {
    // Numeric formats do not apply to strings, and formats that are not validated have no effect.
    let is_special = |format: &&str| *format == "binary" || (is_checked_format(format) && !is_numeric_format(format));
    Ok(node.text("format")?.filter(is_special))
}

/// Why the format of a schema has no effect; `None` if it has one, or is only a hint by definition.
#[must_use]
pub fn ineffective_format(source: &Source, schema: &Value) -> Option<String> {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let format = text("format")?;
    let is_known = is_defined_format(format) || source.has_format(format);
    let (is_numeric, kind) = (is_numeric_format(format), text("type").unwrap_or("string"));
    match kind {
        "integer" if matches!(format, "int32" | "int64") => None,
        "number" if is_numeric => None,
        "string" if is_known && (!is_numeric || schema.get("type").is_none()) => None,
        "string" if !is_known => Some(format!(
            "the format `{format}` is not checked; use `pattern`, or let the service check it (`--known-format`)"
        )),
        _ => Some(format!("the format `{format}` has no effect on values of the type `{kind}`")),
    }
}
