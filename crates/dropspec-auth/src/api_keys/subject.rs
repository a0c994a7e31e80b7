//! The subjects of API keys.

use std::fmt;
use std::str::FromStr;

/// The maximum length of a subject in characters.
const MAX_LENGTH: usize = 200;

/// The owner of an API key: 1 to 200 characters, of which none is a control character and not all are white space. The log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

/// Why a text is not a valid [`Subject`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubjectError {
    /// It is empty, or white space.
    #[error("the subject is empty; name the owner of the key")]
    Empty,
    /// It is too long.
    #[error("the subject has more than {MAX_LENGTH} characters")]
    TooLong,
    /// It has a control character or a line separator.
    #[error("the subject has the control character U+{:04X}", *.0 as u32)]
    ControlCharacter(char),
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        if text.trim().is_empty() && !text.contains(is_control) {
            return Err(SubjectError::Empty);
        }
        if let Some(control) = text.chars().find(|it| is_control(*it)) {
            return Err(SubjectError::ControlCharacter(control));
        }
        if text.chars().nth(MAX_LENGTH).is_some() {
            return Err(SubjectError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

impl AsRef<str> for Subject {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.0
    }
}

/// Whether a character moves the cursor, ends a line, or changes the direction of the text after it.
fn is_control(it: char) -> bool {
    it.is_control() || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_a_printable_name() {
        for name in ["ada", "the harbour office", "Zoë 船", &"x".repeat(200)] {
            assert_eq!(name.parse::<Subject>().map(String::from), Ok(name.to_owned()));
        }
        for (text, error) in [
            ("", SubjectError::Empty),
            (" ", SubjectError::Empty),
            ("a\nb", SubjectError::ControlCharacter('\n')),
            ("\n", SubjectError::ControlCharacter('\n')),
            ("a\u{1b}[31m", SubjectError::ControlCharacter('\u{1b}')),
            ("a\u{9b}31m", SubjectError::ControlCharacter('\u{9b}')),
            ("a\u{202e}b", SubjectError::ControlCharacter('\u{202e}')),
            (&"x".repeat(201), SubjectError::TooLong),
        ] {
            assert_eq!(text.parse::<Subject>(), Err(error), "{text:?}");
        }
        assert_eq!(SubjectError::ControlCharacter('\n').to_string(), "the subject has the control character U+000A");
    }
}
