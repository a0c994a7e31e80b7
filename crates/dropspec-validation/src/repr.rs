//! Values as Python prints them, which clients have long relied on.

use std::fmt::{self, Display, Write};

use serde_json::Value;

/// The maximum length of a value in a message, in characters.
const MAX_EXCERPT: usize = 120;

/// A JSON value as Python prints it, cut short.
pub(crate) struct Repr<'a>(pub(crate) &'a Value);

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
pub struct Quoted<'a>(pub &'a str);

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
