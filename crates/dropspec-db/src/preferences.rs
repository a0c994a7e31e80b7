//! What a request would like (RFC 7240): `Prefer`, and what has been done of it.

/// The preferences of a request. Those that are not known count for nothing, as the RFC demands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// `return=minimal` or `return=representation`.
    pub returned: Option<Return>,
    /// `handling=strict` or `handling=lenient`.
    pub handling: Option<Handling>,
}

/// What to answer to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// The status and the headers.
    Minimal,
    /// The row as it is now.
    Representation,
}

/// What to do of a request that is invalid in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Nothing.
    Strict,
    /// What is valid.
    Lenient,
}

impl Preferences {
    /// Reads the header. What is there twice counts as it is there first.
    #[must_use]
    pub fn parse(header: Option<&str>) -> Self {
        let mut found = Self::default();
        for preference in header.into_iter().flat_map(|header| split(header, ',')) {
            // Its parameters, behind a semicolon, say nothing about these two.
            let preference = split(preference, ';').next().unwrap_or_default();
            let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
            let value = value.trim().trim_matches('"');
            let name = name.trim();
            if name.eq_ignore_ascii_case("return") {
                found.returned = found.returned.or(Return::named(value));
            } else if name.eq_ignore_ascii_case("handling") {
                found.handling = found.handling.or(Handling::named(value));
            }
        }
        found
    }

    /// Whether the answer is to have no body.
    #[must_use]
    pub fn is_minimal(&self) -> bool {
        self.returned == Some(Return::Minimal)
    }

    /// Whether what is valid of a request is to be done.
    #[must_use]
    pub fn is_lenient(&self) -> bool {
        self.handling == Some(Handling::Lenient)
    }

    /// `Preference-Applied` of an answer for which `return` has been obeyed.
    #[must_use]
    pub fn returned(&self) -> Option<String> {
        let word = match self.returned? {
            Return::Minimal => "return=minimal",
            Return::Representation => "return=representation",
        };
        Some(word.to_owned())
    }

    /// `Preference-Applied` of an answer for which `handling` has been obeyed.
    #[must_use]
    pub fn handled(&self) -> Option<String> {
        let word = match self.handling? {
            Handling::Strict => "handling=strict",
            Handling::Lenient => "handling=lenient",
        };
        Some(word.to_owned())
    }
}

impl Return {
    fn named(word: &str) -> Option<Self> {
        match word {
            "minimal" => Some(Self::Minimal),
            "representation" => Some(Self::Representation),
            _ => None,
        }
    }
}

impl Handling {
    fn named(word: &str) -> Option<Self> {
        match word {
            "strict" => Some(Self::Strict),
            "lenient" => Some(Self::Lenient),
            _ => None,
        }
    }
}

/// The parts between a character that does not stand in quotes.
fn split(text: &str, at: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        let ends = character == at && !quoted;
        if character == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && character == '\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_found_among_what_is_not() {
        for (header, returned, handling) in [
            ("return=minimal", Some(Return::Minimal), None),
            ("Return = \"representation\"; why=\"a, b\"", Some(Return::Representation), None),
            ("respond-async, wait=10, handling=lenient", None, Some(Handling::Lenient)),
            ("foo=\"x, return=minimal\", handling=strict;a=b", None, Some(Handling::Strict)),
            ("foo=\"\\\", return=minimal", None, None),
            ("return=minimal, return=representation", Some(Return::Minimal), None),
            ("return=nothing, handling", None, None),
            ("", None, None),
        ] {
            assert_eq!(Preferences::parse(Some(header)), Preferences { returned, handling }, "{header}");
        }
        assert_eq!(Preferences::parse(None), Preferences::default());
    }

    #[test]
    fn what_has_been_done_is_told() {
        let both = Preferences::parse(Some("handling=lenient, return=minimal"));
        assert_eq!(both.returned().as_deref(), Some("return=minimal"));
        assert_eq!(both.handled().as_deref(), Some("handling=lenient"));
    }
}
