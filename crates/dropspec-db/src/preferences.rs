//! Preferences of requests (RFC 7240): the headers `Prefer` and `Preference-Applied`.

/// The preferences of a request. Unknown ones are ignored, as the RFC requires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// `return=minimal` or `return=representation`.
    pub returned: Option<Return>,
    /// `handling=strict` or `handling=lenient`.
    pub handling: Option<Handling>,
    /// `tx=commit` or `tx=rollback`, as PostgREST has it.
    pub transaction: Option<TransactionPreference>,
}

/// The response to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// The status and headers only.
    Minimal,
    /// The changed row.
    Representation,
}

/// How a partially invalid request is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It is rejected.
    Strict,
    /// The valid part is performed.
    Lenient,
}

/// How the transaction of a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionPreference {
    /// It is committed.
    Commit,
    /// It is rolled back: a dry run, with the same response.
    Rollback,
}

impl Preferences {
    /// Parses the header. The first occurrence of a preference counts.
    #[must_use]
    pub fn parse(header: Option<&str>) -> Self {
        let mut found = Self::default();
        for preference in header.into_iter().flat_map(|header| split(header, ',')) {
            // None of them has parameters, which would follow a semicolon.
            let preference = split(preference, ';').next().unwrap_or_default();
            let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
            let value = value.trim().trim_matches('"');
            let name = name.trim();
            if name.eq_ignore_ascii_case("return") {
                found.returned = found.returned.or(Return::named(value));
            } else if name.eq_ignore_ascii_case("handling") {
                found.handling = found.handling.or(Handling::named(value));
            } else if name.eq_ignore_ascii_case("tx") {
                found.transaction = found.transaction.or(TransactionPreference::named(value));
            }
        }
        found
    }

    /// Whether the response has no body.
    #[must_use]
    pub fn is_minimal(&self) -> bool {
        self.returned == Some(Return::Minimal)
    }

    /// Whether the valid part of a request is performed.
    #[must_use]
    pub fn is_lenient(&self) -> bool {
        self.handling == Some(Handling::Lenient)
    }

    /// Whether nothing is stored in the end.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.transaction == Some(TransactionPreference::Rollback)
    }

    /// The value of `Preference-Applied` when `tx` was honored.
    #[must_use]
    pub fn ended(&self) -> Option<String> {
        let word = match self.transaction? {
            TransactionPreference::Commit => "tx=commit",
            TransactionPreference::Rollback => "tx=rollback",
        };
        Some(word.to_owned())
    }

    /// The value of `Preference-Applied` when `return` was honored.
    #[must_use]
    pub fn returned(&self) -> Option<String> {
        let word = match self.returned? {
            Return::Minimal => "return=minimal",
            Return::Representation => "return=representation",
        };
        Some(word.to_owned())
    }

    /// The value of `Preference-Applied` when `handling` and `tx` were honored.
    #[must_use]
    pub fn handled_and_ended(&self) -> Option<String> {
        let both: Vec<String> = self.handled().into_iter().chain(self.ended()).collect();
        (!both.is_empty()).then(|| both.join(", "))
    }

    /// The value of `Preference-Applied` when `handling` was honored.
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

impl TransactionPreference {
    fn named(word: &str) -> Option<Self> {
        match word {
            "commit" => Some(Self::Commit),
            "rollback" => Some(Self::Rollback),
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

/// Splits a text at a character outside of quotes.
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
    fn known_preferences_are_found_among_unknown_ones() {
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
            let expected = Preferences { returned, handling, transaction: None };
            assert_eq!(Preferences::parse(Some(header)), expected, "{header}");
        }
        assert_eq!(Preferences::parse(None), Preferences::default());
    }

    #[test]
    fn applied_preferences_are_reported() {
        let dry = Preferences::parse(Some("tx=rollback, tx=commit, handling=strict"));
        assert!(dry.is_dry_run());
        assert_eq!(dry.handled_and_ended().as_deref(), Some("handling=strict, tx=rollback"));
        assert_eq!(Preferences::parse(Some("tx=never")).handled_and_ended(), None);
        let both = Preferences::parse(Some("handling=lenient, return=minimal"));
        assert_eq!(both.returned().as_deref(), Some("return=minimal"));
        assert_eq!(both.handled().as_deref(), Some("handling=lenient"));
    }
}
