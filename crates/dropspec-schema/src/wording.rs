//! The words for a violation.

use dropspec_validation::{ErrorKind, JsonType, Quoted, ValidationError, child};

use super::plain_text;
use super::precision::{NumberKinds, loss_message};
use crate::violation::{ErrorSource, Violation};

/// The violation of an error, within the value at `root`. That of a property as a whole points to the property.
pub(super) fn violation(root: &str, error: &ValidationError<'_>) -> Violation {
    let place = error.place.pointer(root);
    let detail = with_path(&words(error), &place);
    let pointer = match error.kind {
        ErrorKind::AdditionalProperty(name) | ErrorKind::Required(name) => child(&place, name),
        _ => place,
    };
    Violation { detail, source: ErrorSource::Pointer(pointer) }
}

/// A message with the place it speaks of: `… - 'age'`.
pub fn with_place(words: &str, place: &str) -> String {
    format!("{words} - {}", Quoted(place))
}

/// A message with the place that a pointer leads to.
pub fn with_path(words: &str, pointer: &str) -> String {
    match pointer.strip_prefix('/') {
        None => words.to_owned(),
        Some(path) => with_place(words, &path.replace('/', ".").replace("~1", "/").replace("~0", "~")),
    }
}

/// The message without the location.
pub(super) fn words(error: &ValidationError<'_>) -> String {
    lost_number(error).unwrap_or_else(|| error.to_string())
}

/// The message about a number that was written as plain text and stayed a text because it would not be kept.
fn lost_number(error: &ValidationError<'_>) -> Option<String> {
    let ErrorKind::Type(types) = error.kind else { return None };
    let text = error.value.as_str().filter(|text| plain_text::number(text).is_some())?;
    let (integer, double) = (types.contains(JsonType::Integer), types.contains(JsonType::Number));
    let kinds = NumberKinds { integer, double, rounded: false };
    if integer || double { loss_message(kinds, text) } else { None }
}
