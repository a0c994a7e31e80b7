//! Keys as texts.

use std::fmt::{Display, Formatter, Result, Write};

/// Writes a key of several properties: their texts, separated by slashes. Keys that differ have different texts: a slash within a text is written
/// as `%2F`, and a percent sign as `%25`.
///
/// # Errors
/// When the formatter fails.
pub fn write_key(formatter: &mut Formatter<'_>, parts: &[&dyn Display]) -> Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_char('/')?;
        }
        write!(Escaped(formatter), "{part}")?;
    }
    Ok(())
}

/// Escapes what is written to it.
struct Escaped<'f, 'b>(&'f mut Formatter<'b>);

impl Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> Result {
        for piece in text.split_inclusive(['/', '%']) {
            match piece.strip_suffix('/').map(|rest| (rest, "%2F")).or_else(|| Some((piece.strip_suffix('%')?, "%25")))
            {
                Some((rest, escape)) => self.0.write_str(rest).and_then(|()| self.0.write_str(escape))?,
                None => self.0.write_str(piece)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Key(&'static str, i64);

    impl Display for Key {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result {
            write_key(f, &[&self.0, &self.1])
        }
    }

    #[test]
    fn different_keys_have_different_texts() {
        assert_eq!(Key("a/b%", 1).to_string(), "a%2Fb%25/1");
        assert_eq!(Key("a%2Fb", 1).to_string(), "a%252Fb/1");
        assert_eq!(Key("", -2).to_string(), "/-2");
    }
}
