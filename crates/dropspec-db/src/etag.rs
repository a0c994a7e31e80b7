//! Entity tags of rows (RFC 9110, section 8.8.3), and the lists of them that conditional requests have.

use std::fmt;

/// The entity tag of a version of a row, in the representation of a media type: `"3"` as JSON, `"3-csv"` as `text/csv`.
///
/// It is strong: it identifies the bytes, so each representation has its own.
#[must_use]
pub fn etag(version: i64, media_type: &str) -> String {
    match media_type {
        "application/json" => format!("\"{version}\""),
        other => format!("\"{version}-{}\"", other.rsplit('/').next().unwrap_or(other)),
    }
}

/// The value of `If-Match` or `If-None-Match`: `*`, or a list of entity tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tags<'h> {
    /// `*`: any current representation.
    Any,
    /// These.
    Some(Vec<Tag<'h>>),
}

/// An entity tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    weak: bool,
    /// The text between the quotes.
    opaque: &'h str,
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
        let (mut tags, mut rest) = (Vec::new(), header.trim_start_matches(between));
        while !rest.is_empty() {
            let (tag, after) = Tag::split(rest).ok_or_else(fail)?;
            tags.push(tag);
            rest = after.trim_start_matches(between);
            // Only a comma separates tags.
            if !rest.is_empty() && !after[..after.len() - rest.len()].contains(',') {
                return Err(fail());
            }
        }
        if tags.is_empty() { Err(fail()) } else { Ok(Self::Some(tags)) }
    }

    /// Whether one of them matches the tag of a representation, by weak comparison (RFC 9110, section 8.8.3.2).
    #[must_use]
    pub fn have(&self, etag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Some(tags) => tags.iter().any(|tag| etag.strip_prefix('"') == Some(&format!("{}\"", tag.opaque))),
        }
    }

    /// Whether one of them is a strong tag of a version, in any representation: a change does not depend on the representation that the
    /// client has read.
    #[must_use]
    pub fn have_version(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Some(tags) => tags.iter().any(|tag| tag.version() == Some(version)),
        }
    }
}

impl<'h> Tag<'h> {
    fn split(text: &'h str) -> Option<(Self, &'h str)> {
        let (weak, rest) = text.strip_prefix("W/").map_or((false, text), |rest| (true, rest));
        let (opaque, after) = rest.strip_prefix('"')?.split_once('"')?;
        let fits = opaque.chars().all(|character| character > ' ' && character != '\u{7f}');
        fits.then_some((Self { weak, opaque }, after))
    }

    /// The version, if it is a strong tag of one.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        let number = self.opaque.split_once('-').map_or(self.opaque, |(number, _)| number);
        // `+3` and `03` are numbers, but not tags of a row.
        number.parse().ok().filter(|version: &i64| !self.weak && version.to_string() == number)
    }
}

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.weak { "W/" } else { "" }, self.opaque)
    }
}

fn between(character: char) -> bool {
    matches!(character, ' ' | '\t' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_representation_has_its_own_tag() {
        assert_eq!(etag(3, "application/json"), "\"3\"");
        assert_eq!(etag(3, "text/csv"), "\"3-csv\"");
        assert_eq!(etag(3, "text/html"), "\"3-html\"");
    }

    #[test]
    fn lists_are_read_as_the_rfc_writes_them() {
        for (header, expected) in [
            ("\"1\"", &["\"1\""][..]),
            (" \"1\" ,W/\"2\"", &["\"1\"", "W/\"2\""]),
            (",, \"a,b\" ,", &["\"a,b\""]),
            ("\"\"", &["\"\""]),
        ] {
            let Ok(Tags::Some(tags)) = Tags::parse(header) else { panic!("{header} is a list") };
            assert_eq!(tags.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{header}");
        }
        assert_eq!(Tags::parse(" * "), Ok(Tags::Any));
        for header in
            ["", ",", "1", "\"1", "1\"", "\"1\" \"2\"", "\"1\"2", "w/\"1\"", "*, \"1\"", "\"a b\"", "W/ \"1\""]
        {
            assert!(Tags::parse(header).is_err(), "{header}");
        }
    }

    #[test]
    fn a_representation_is_compared_weakly() {
        let tags = Tags::parse("\"2\", W/\"3\", \"5-csv\"").unwrap();
        assert!(tags.have("\"2\"") && tags.have("\"3\"") && tags.have("\"5-csv\""));
        assert!(!tags.have("\"5\"") && !tags.have("\"2-html\"") && !tags.have("\"23\""));
        assert!(Tags::Any.have("\"1\""));
    }

    #[test]
    fn a_version_is_compared_strongly_and_in_any_representation() {
        let tags = Tags::parse("\"2\", W/\"3\", \"5-csv\", \"07\", \"+8\", \"x\"").unwrap();
        let had: Vec<i64> = (0..10).filter(|version| tags.have_version(*version)).collect();
        assert_eq!(had, [2, 5]);
    }
}
