//! Path templates: segments that are literal, or have parameters between literal parts.

use std::ops::Range;

use percent_encoding::percent_decode_str;

/// A segment of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A literal, decoded.
    Literal(String),
    /// Literal parts with parameters between them.
    Pattern(Pattern),
}

/// A segment with parameters. Each matches one character or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The literal before the first parameter, decoded.
    prefix: String,
    /// The literal after each parameter, decoded. Only the last may be empty.
    rest: Vec<String>,
}

/// Parses a template, or returns why it is malformed.
pub(super) fn parse(template: &str) -> Result<Vec<Segment>, &'static str> {
    let path = template.strip_prefix('/').ok_or("it does not start with a slash")?;
    path.split('/').map(segment).collect()
}

fn segment(text: &str) -> Result<Segment, &'static str> {
    const UNMATCHED: &str = "it has an unmatched brace";
    let mut parts = text.split('{');
    let prefix = decoded(parts.next().unwrap_or_default());
    let rest = parts.map(|part| part.split_once('}').map(|(_, literal)| decoded(literal)).ok_or(UNMATCHED));
    let rest = rest.collect::<Result<Vec<_>, _>>()?;
    if prefix.contains('}') || rest.iter().any(|literal| literal.contains('}')) {
        return Err(UNMATCHED);
    }
    match rest.split_last() {
        None => Ok(Segment::Literal(prefix)),
        Some((_, between)) if between.iter().any(String::is_empty) => {
            Err("it has parameters without anything between them")
        }
        Some(_) => Ok(Segment::Pattern(Pattern { prefix, rest })),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl Pattern {
    /// The number of literal characters: the more there are, the fewer paths match.
    pub(super) fn specificity(&self) -> usize {
        self.prefix.len() + self.rest.iter().map(String::len).sum::<usize>()
    }

    /// Adds the places of the parameters' values in a segment that starts at `offset` of the path. If the segment does not match, nothing is
    /// added. A literal between parameters is found at its first occurrence.
    pub(super) fn find(&self, segment: &str, offset: usize, values: &mut Vec<Range<usize>>) -> bool {
        let before = values.len();
        let matches = self.find_all(segment.as_bytes(), offset, values).is_some();
        if !matches {
            values.truncate(before);
        }
        matches
    }

    fn find_all(&self, text: &[u8], offset: usize, values: &mut Vec<Range<usize>>) -> Option<()> {
        let mut start = literal_end(&self.prefix, text, 0)?;
        let last = self.rest.len() - 1;
        for (index, literal) in self.rest.iter().enumerate() {
            let mut ends = (start + 1..=text.len()).filter_map(|at| Some((at, literal_end(literal, text, at)?)));
            let (end, next) = ends.find(|(_, next)| index < last || *next == text.len())?;
            values.push(offset + start..offset + end);
            start = next;
        }
        Some(())
    }
}

/// The end of a literal that starts at `at` of an encoded text, where each of its bytes may be percent-encoded.
fn literal_end(literal: &str, text: &[u8], at: usize) -> Option<usize> {
    literal.bytes().try_fold(at, |at, byte| {
        let rest = text.get(at..)?;
        match rest {
            [b'%', high, low, ..] => {
                let encoded = [*high, *low];
                let code = std::str::from_utf8(&encoded).ok().and_then(|code| u8::from_str_radix(code, 16).ok());
                (code == Some(byte)).then_some(at + 3)
            }
            [first, ..] => (*first == byte).then_some(at + 1),
            [] => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<'t>(template: &str, text: &'t str) -> Option<Vec<&'t str>> {
        let Ok(Segment::Pattern(pattern)) = segment(template) else { panic!("{template} has no parameter") };
        let mut found = Vec::new();
        pattern.find(text, 0, &mut found).then(|| found.into_iter().map(|place| &text[place]).collect())
    }

    #[test]
    fn parameters_are_between_literals() {
        assert_eq!(values("{a}", "x"), Some(vec!["x"]));
        assert_eq!(values("{a}", ""), None);
        assert_eq!(values("{id}.json", "7.json"), Some(vec!["7"]));
        assert_eq!(values("{id}.json", "7.json.json"), Some(vec!["7.json"]));
        assert_eq!(values("{id}.json", ".json"), None);
        assert_eq!(values("v{id}", "v7"), Some(vec!["7"]));
        assert_eq!(values("v{id}", "7"), None);
        assert_eq!(values("{base}...{head}", "main...fix"), Some(vec!["main", "fix"]));
        assert_eq!(values("{base}...{head}", "main..fix"), None);
        assert_eq!(values("{a}-{b}", "x-y-z"), Some(vec!["x", "y-z"]));
        assert_eq!(values("{a}-{b}", "-y"), None);
        assert_eq!(values("{a}-{b}", "--y"), Some(vec!["-", "y"]));
    }

    #[test]
    fn literals_may_be_encoded() {
        assert_eq!(values("{id}:run", "7%3Arun"), Some(vec!["7"]));
        assert_eq!(values("{id}:run", "7%3arun"), Some(vec!["7"]));
        assert_eq!(values("é{id}", "%C3%A97"), Some(vec!["7"]));
        assert_eq!(segment("caf%C3%A9"), segment("café"));
    }

    #[test]
    fn malformed_templates_are_rejected() {
        for template in ["a", "/{a", "/a}", "/{a}}", "/{a}{b}"] {
            assert!(parse(template).is_err(), "{template}");
        }
    }
}
