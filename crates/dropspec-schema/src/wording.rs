//! The words for a violation: those of Python's `jsonschema`, which clients have long relied on.

use std::fmt::{self, Display, Write};

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use super::plain_text;
use super::precision::{NumberKinds, loss_message};
use crate::violation::{ErrorSource, Violation};

/// The maximum length of a value in a message, in characters.
const MAX_EXCERPT: usize = 120;

/// The violations of an error, within the value at `root`: one, or one for each unknown property. Each is worded when it is taken.
pub(super) fn violations<'e>(root: &str, error: &'e ValidationError<'_>) -> Box<dyn Iterator<Item = Violation> + 'e> {
    let root = root.to_owned();
    let place = move || format!("{root}{}", error.instance_path().as_str());
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => Box::new(unexpected.iter().map(move |name| {
            let pointer = place();
            let detail = format!("Additional properties are not allowed ({} was unexpected)", Quoted(name));
            Violation { detail: with_path(&detail, &pointer), source: ErrorSource::Pointer(child(&pointer, name)) }
        })),
        Kind::Required { property: Value::String(name) } => Box::new(std::iter::once_with(move || {
            let pointer = place();
            let detail = with_path(&words(error), &pointer);
            Violation { source: ErrorSource::Pointer(child(&pointer, name)), detail }
        })),
        _ => Box::new(std::iter::once_with(move || {
            let pointer = place();
            Violation { detail: with_path(&words(error), &pointer), source: ErrorSource::Pointer(pointer) }
        })),
    }
}

/// The number of violations of an error.
pub(super) fn count(error: &ValidationError<'_>) -> usize {
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected.len(),
        _ => 1,
    }
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

/// The pointer to a property of what another one points to.
pub fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The message without the location.
pub(super) fn words(error: &ValidationError<'_>) -> String {
    let value = Repr(error.instance());
    if let Some(lost) = lost_number(error) {
        return lost;
    }
    match error.kind() {
        Kind::Type { kind: TypeKind::Single(kind) } => format!("{value} is not of type '{kind}'"),
        Kind::Type { kind: TypeKind::Multiple(kinds) } => {
            let kinds: Vec<String> = kinds.into_iter().map(|kind| format!("'{kind}'")).collect();
            format!("{value} is not of type {}", kinds.join(", "))
        }
        Kind::Enum { options } => format!("{value} is not one of {}", Repr(options)),
        Kind::Required { property } => format!("{} is a required property", Repr(property)),
        Kind::Minimum { limit } => format!("{value} is less than the minimum of {}", Repr(limit)),
        Kind::Maximum { limit } => format!("{value} is greater than the maximum of {}", Repr(limit)),
        Kind::ExclusiveMinimum { limit } => format!("{value} is less than or equal to the minimum of {}", Repr(limit)),
        Kind::ExclusiveMaximum { limit } => {
            format!("{value} is greater than or equal to the maximum of {}", Repr(limit))
        }
        Kind::MultipleOf { multiple_of } => format!("{value} is not a multiple of {multiple_of}"),
        Kind::MinLength { limit } | Kind::MinItems { limit } => format!("{value} is too short (the least is {limit})"),
        Kind::MaxLength { limit } | Kind::MaxItems { limit } => format!("{value} is too long (the most is {limit})"),
        Kind::Pattern { pattern } => format!("{value} does not match {}", Quoted(pattern)),
        Kind::Format { format } => format!("{value} is not a '{format}'"),
        Kind::UniqueItems => format!("{value} has non-unique elements"),
        Kind::MinProperties { .. } => format!("{value} does not have enough properties"),
        Kind::MaxProperties { .. } => format!("{value} has too many properties"),
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => {
            format!("{value} is not valid under any of the given schemas")
        }
        Kind::OneOfMultipleValid { .. } => format!("{value} is valid under more than one of the given schemas"),
        Kind::Not { schema } if schema["readOnly"] == true => "the property is read-only: leave it out".to_owned(),
        Kind::Not { schema } if schema["writeOnly"] == true => "the property is write-only: leave it out".to_owned(),
        // Of an object that no property is described of.
        Kind::FalseSchema => "Additional properties are not allowed".to_owned(),
        Kind::BacktrackLimitExceeded { .. } => format!("{value} is too long or too irregular for its pattern"),
        Kind::Not { schema } => format!("{value} should not be valid under {}", Repr(schema)),
        _ => error.to_string(),
    }
}

/// The message about a number that was written as plain text and stayed a text because it would not be kept.
fn lost_number(error: &ValidationError<'_>) -> Option<String> {
    let Kind::Type { kind } = error.kind() else { return None };
    let text = error.instance().as_str().filter(|text| plain_text::number(text).is_some())?;
    let allows = |name: &str| match kind {
        TypeKind::Single(kind) => kind.to_string() == name,
        TypeKind::Multiple(kinds) => kinds.into_iter().any(|kind| kind.to_string() == name),
    };
    let kinds = NumberKinds { integer: allows("integer"), double: allows("number"), rounded: false };
    if kinds.integer || kinds.double { loss_message(kinds, text) } else { None }
}

/// A JSON value as Python prints it, cut short.
struct Repr<'a>(&'a Value);

impl Display for Repr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut excerpt = Excerpt { text: String::new(), left: MAX_EXCERPT };
        if repr(self.0, &mut excerpt).is_err() {
            excerpt.text.push('…');
        }
        f.write_str(&excerpt.text)
    }
}

/// Takes so many characters, then fails.
struct Excerpt {
    text: String,
    left: usize,
}

impl Write for Excerpt {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.text.push(character);
        }
        Ok(())
    }
}

fn repr(value: &Value, out: &mut impl Write) -> fmt::Result {
    match value {
        Value::Null => out.write_str("None"),
        Value::Bool(true) => out.write_str("True"),
        Value::Bool(false) => out.write_str("False"),
        Value::Number(number) => write!(out, "{number}"),
        Value::String(text) => write!(out, "{}", Quoted(text)),
        Value::Array(items) => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                out.write_str(if index == 0 { "" } else { ", " })?;
                repr(item, out)?;
            }
            out.write_char(']')
        }
        Value::Object(properties) => {
            out.write_char('{')?;
            for (index, (name, property)) in properties.iter().enumerate() {
                out.write_str(if index == 0 { "" } else { ", " })?;
                write!(out, "{}: ", Quoted(name))?;
                repr(property, out)?;
            }
            out.write_char('}')
        }
    }
}

/// A string in quotes, single ones unless it has only such inside.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.0.contains('\'') && !self.0.contains('"') { '"' } else { '\'' };
        f.write_char(quote)?;
        for character in self.0.chars() {
            match character {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\\' => f.write_str("\\\\")?,
                _ if character == quote => write!(f, "\\{quote}")?,
                _ if character.is_control() => write!(f, "\\x{:02x}", u32::from(character))?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char(quote)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_printed_as_python_prints_them() {
        let value = json!([null, true, 1, 2.5, "it's", "a\"b'c\u{0}\n", { "a": "b" }]);
        assert_eq!(Repr(&value).to_string(), r#"[None, True, 1, 2.5, "it's", 'a"b\'c\x00\n', {'a': 'b'}]"#);
    }

    #[test]
    fn a_long_value_is_cut() {
        let text = Repr(&json!("é".repeat(5000))).to_string();
        assert_eq!(text.chars().count(), MAX_EXCERPT + 1);
        assert!(text.ends_with('…'));
    }
}
