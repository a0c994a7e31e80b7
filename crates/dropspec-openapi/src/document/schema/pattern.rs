//! `pattern`: ECMA-262 regular expressions in the syntax of the crates that match them.

use crate::node::{Checked, Node};

/// The pattern of a schema in the syntax of the crate `regex`, which matches in linear time; `None` without a
/// pattern, or if it has look-around or backreferences, which only the complete validator supports, with a limit.
pub(super) fn pattern(node: &Node<'_>) -> Checked<Option<String>> {
    let Some(pattern) = node.text("pattern")? else { return Ok(None) };
    let place = node.require("pattern")?;
    let translated = jsonschema_regex::to_rust_regex(pattern)
        .map_err(|()| place.error(format!("the pattern `{pattern}` is not a valid ECMA-262 regular expression")))?;
    let Err(error) = regex::Regex::new(&translated) else {
        return Ok(Some(translated.into_owned()));
    };
    if fancy_regex::Regex::new(&translated).is_ok() {
        return Ok(None);
    }
    // The lines before the last one point into the pattern.
    let error = error.to_string();
    let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Err(place.error(format!("the pattern `{pattern}` cannot be compiled: {reason}")))
}
