//! Lists of entity tags, which conditional requests have (RFC 9110, section 8.8.3).

use std::fmt;

/// The value of `If-Match` or `If-None-Match`: `*`, or a list of entity tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tags<'h> {
    /// `*`: any current representation.
    Any,
    /// These; none in an empty list.
    Some(Vec<Tag<'h>>),
}

/// An entity tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Whether it is weak: `W/` before the quotes.
    pub is_weak: bool,
    /// The text between the quotes.
    pub opaque: &'h str,
}

/// A header is not a list of entity tags.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither `*` nor a list of entity tags, each of which is in double quotes")]
pub struct NotTags(String);

impl<'h> Tags<'h> {
    /// Parses the value of a header. Empty elements of a list are ignored (RFC 9110, section 5.6.1.2).
    ///
    /// # Errors
    /// When it is malformed.
    pub fn parse(header: &'h str) -> Result<Self, NotTags> {
        let fail = || NotTags(header.to_owned());
        if header.trim() == "*" {
            return Ok(Self::Any);
        }
        let (mut tags, mut rest) = (Vec::new(), header.trim_start_matches(is_separator));
        while !rest.is_empty() {
            let (tag, after) = Tag::split(rest).ok_or_else(fail)?;
            tags.push(tag);
            rest = after.trim_start_matches(is_separator);
            // Only a comma separates tags.
            if !rest.is_empty() && !after[..after.len() - rest.len()].contains(',') {
                return Err(fail());
            }
        }
        Ok(Self::Some(tags))
    }

    /// Whether one of them matches the tag of a representation, by weak comparison (RFC 9110, section 8.8.3.2).
    #[must_use]
    pub fn have(&self, etag: &str) -> bool {
        let opaque = opaque(etag.strip_prefix("W/").unwrap_or(etag));
        self.any(|tag| Some(tag.opaque) == opaque)
    }

    /// The same by strong comparison.
    #[must_use]
    pub fn have_strong(&self, etag: &str) -> bool {
        let opaque = opaque(etag);
        self.any(|tag| !tag.is_weak && Some(tag.opaque) == opaque)
    }

    /// Whether one of them satisfies a condition, as `*` always does.
    pub fn any(&self, condition: impl Fn(&Tag<'h>) -> bool) -> bool {
        match self {
            Self::Any => true,
            Self::Some(tags) => tags.iter().any(condition),
        }
    }
}

/// The text between the quotes of a strong tag.
fn opaque(etag: &str) -> Option<&str> {
    etag.strip_prefix('"')?.strip_suffix('"')
}

impl<'h> Tag<'h> {
    fn split(text: &'h str) -> Option<(Self, &'h str)> {
        let (is_weak, rest) = text.strip_prefix("W/").map_or((false, text), |rest| (true, rest));
        let (opaque, after) = rest.strip_prefix('"')?.split_once('"')?;
        let fits = opaque.chars().all(|character| character > ' ' && character != '\u{7f}');
        fits.then_some((Self { is_weak, opaque }, after))
    }
}

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.is_weak { "W/" } else { "" }, self.opaque)
    }
}

fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\t' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_the_rfc_writes_them() {
        for (header, expected) in [
            ("\"1\"", &["\"1\""][..]),
            (" \"1\" ,W/\"2\"", &["\"1\"", "W/\"2\""]),
            (",, \"a,b\" ,", &["\"a,b\""]),
            ("\"\"", &["\"\""]),
            ("", &[]),
            (" , ,", &[]),
        ] {
            let Ok(Tags::Some(tags)) = Tags::parse(header) else { panic!("{header} is a list") };
            assert_eq!(tags.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{header}");
        }
        assert_eq!(Tags::parse(" * "), Ok(Tags::Any));
        for header in ["1", "\"1", "1\"", "\"1\" \"2\"", "\"1\"2", "w/\"1\"", "*, \"1\"", "\"a b\"", "W/ \"1\""] {
            assert!(Tags::parse(header).unwrap_err().to_string().contains("in double quotes"), "{header}");
        }
    }

    #[test]
    fn tags_are_compared_weakly_and_strongly() {
        let tags = Tags::parse("\"2\", W/\"3\", \"5-csv\"").unwrap();
        assert!(tags.have("\"2\"") && tags.have("\"3\"") && tags.have("W/\"2\"") && tags.have("\"5-csv\""));
        assert!(!tags.have("\"5\"") && !tags.have("\"2-html\"") && !tags.have("\"23\"") && !tags.have("2"));
        assert!(tags.have_strong("\"2\"") && !tags.have_strong("\"3\"") && !tags.have_strong("W/\"2\""));
        assert!(Tags::Any.have("\"1\"") && Tags::Any.have_strong("W/\"1\""));
        assert!(!Tags::Some(Vec::new()).have("\"1\""));
    }
}
