//! `pattern`: ECMA-262 regular expressions in the syntax of the crates that match them.

use crate::node::{Checked, Node};

/// The pattern of a schema in the syntax of the crate `regex`, which matches in linear time; `None` without a
/// pattern, or if it has look-around or backreferences, which only the complete validator supports, with a limit.
pub(crate) fn pattern(node: &Node<'_>) -> Checked<Option<String>> {
    let Some(pattern) = node.text("pattern")? else { return Ok(None) };
    let place = node.require("pattern")?;
    let invalid = || place.error(format!("the pattern `{pattern}` is not a valid ECMA-262 regular expression"));
    // The complete validator has the same judge, so that both validators match the same dialect.
    if !jsonschema_regex::is_valid_ecma_regex(pattern) {
        return Err(invalid());
    }
    let translated = jsonschema_regex::to_rust_regex(pattern).map_err(|()| invalid())?;
    let Err(error) = regex::Regex::new(&translated) else {
        return Ok(Some(translated.into_owned()));
    };
    let reason = match error {
        // Trying again takes as long.
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        _ => match fancy_regex::Regex::new(&translated) {
            Ok(_) => return Ok(None),
            Err(fancy) => fancy.to_string(),
        },
    };
    Err(place.error(format!("the pattern `{pattern}` cannot be compiled: {reason}")))
}
