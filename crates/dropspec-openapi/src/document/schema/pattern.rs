//! `pattern`: regular expressions of ECMA-262 in the syntax of the crates that match them.

use crate::node::{Checked, Node};

/// The pattern of a schema in the syntax of the crate `regex`, which takes time in proportion to the text; nothing where there is
/// none, or where it looks around or back, which only the slow path does, within a limit.
pub(super) fn pattern(node: &Node<'_>) -> Checked<Option<String>> {
    let Some(pattern) = node.text("pattern")? else { return Ok(None) };
    let place = node.require("pattern")?;
    let translated = jsonschema_regex::to_rust_regex(pattern)
        .map_err(|()| place.error(format!("the pattern `{pattern}` is not a regular expression of ECMA-262")))?;
    let Err(error) = regex::Regex::new(&translated) else {
        return Ok(Some(translated.into_owned()));
    };
    if fancy_regex::Regex::new(&translated).is_ok() {
        return Ok(None);
    }
    // The lines before the last draw the place.
    let error = error.to_string();
    let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Err(place.error(format!("the pattern `{pattern}` cannot be compiled: {reason}")))
}
