//! The parts of a parameter's text, taken apart by its style.
//!
//! A text is taken apart before it is decoded: what is percent-encoded is never a delimiter (RFC 6570, section 3.2.1). Only the space
//! and the bar, which are not allowed in a query as they are, are delimiters in their encoded form as well.

use std::borrow::Cow;

use super::text::NotText;
use dropspec_schema::{Explode, Style};

/// A text with what decodes it.
pub(super) type Decode = for<'t> fn(&'t str) -> Result<Cow<'t, str>, NotText>;

/// A plain value that is alone in a path or header.
pub(super) fn plain<'t>(text: &'t str, name: &str, style: Style) -> Option<&'t str> {
    match style {
        Style::Label => text.strip_prefix('.'),
        Style::Matrix => {
            let rest = text.strip_prefix(';')?.strip_prefix(name)?;
            if rest.is_empty() { Some(rest) } else { rest.strip_prefix('=') }
        }
        _ => Some(text),
    }
}

/// The items of a list, in one text. `None` when the text does not have the form of its style.
pub(super) fn items<'t>(text: &'t str, name: &str, style: Style, explode: Explode) -> Option<Vec<&'t str>> {
    let text = match (style, explode) {
        (Style::Matrix, Explode::Yes) => {
            return text.strip_prefix(';')?.split(';').map(|part| part.strip_prefix(name)?.strip_prefix('=')).collect();
        }
        _ => plain(text, name, style)?,
    };
    Some(split(text, style, explode))
}

/// The items of a list none of which has a comma: then an encoded one is a delimiter too, as many clients write it.
pub(super) fn split_encoded(items: Vec<&str>) -> Vec<&str> {
    items.into_iter().flat_map(|item| split_any(item, &["%2C", "%2c"])).collect()
}

/// The pairs of an object, in one text. `None` when the text does not have the form of its style.
pub(super) fn pairs<'t>(text: &'t str, name: &str, style: Style, explode: Explode) -> Option<Vec<(&'t str, &'t str)>> {
    let pair = |part: &'t str| part.split_once('=');
    match (style, explode) {
        (Style::Matrix, Explode::Yes) => text.strip_prefix(';')?.split(';').map(pair).collect(),
        (_, Explode::Yes) => split(plain(text, name, style)?, style, explode).into_iter().map(pair).collect(),
        (_, Explode::No) => {
            let parts = split(plain(text, name, style)?, style, explode);
            let pairs = parts.chunks_exact(2);
            pairs.remainder().is_empty().then(|| pairs.map(|pair| (pair[0], pair[1])).collect())
        }
    }
}

/// An empty text is an empty list: a list of one empty value is not to be project from it.
fn split(text: &str, style: Style, explode: Explode) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    match (style, explode) {
        (Style::SpaceDelimited, _) => split_any(text, &["%20", "+"]),
        (Style::PipeDelimited, _) => split_any(text, &["|", "%7C", "%7c"]),
        (Style::Label, Explode::Yes) => text.split('.').collect(),
        (Style::Simple, _) => text.split(',').map(str::trim).collect(),
        _ => text.split(',').collect(),
    }
}

/// The parts between delimiters, in one pass: searching the rest for each delimiter takes quadratic time where one of them does not occur.
fn split_any<'t>(text: &'t str, delimiters: &[&str]) -> Vec<&'t str> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        match delimiters.iter().find(|delimiter| rest.starts_with(delimiter.as_bytes())) {
            Some(delimiter) => {
                parts.push(&text[start..at]);
                at += delimiter.len();
                start = at;
            }
            None => at += 1,
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some<T>(parts: impl IntoIterator<Item = T>) -> Option<Vec<T>> {
        Some(parts.into_iter().collect())
    }

    #[test]
    fn a_list_is_taken_apart_by_its_style() {
        use Explode::{No, Yes};
        for (text, style, explode) in [
            ("a,b", Style::Simple, No),
            ("a,b", Style::Simple, Yes),
            ("a, b", Style::Simple, No),
            (".a,b", Style::Label, No),
            (".a.b", Style::Label, Yes),
            (";x=a,b", Style::Matrix, No),
            (";x=a;x=b", Style::Matrix, Yes),
            ("a,b", Style::Form, No),
            ("a%20b", Style::SpaceDelimited, No),
            ("a+b", Style::SpaceDelimited, No),
            ("a|b", Style::PipeDelimited, No),
            ("a%7Cb", Style::PipeDelimited, No),
        ] {
            assert_eq!(items(text, "x", style, explode), some(["a", "b"]), "{text} {style:?}");
        }
        assert_eq!(items("", "x", Style::Form, No), Some(Vec::new()));
        assert_eq!(split_encoded(vec!["a%2Cb%2c", "c"]), ["a", "b", "", "c"]);
        assert_eq!(items("a%2Cb,c", "x", Style::Form, No), some(["a%2Cb", "c"]));
        assert_eq!(items("a,b", "x", Style::Label, No), None);
        assert_eq!(items(";y=a", "x", Style::Matrix, No), None);
    }

    #[test]
    fn an_object_is_taken_apart_by_its_style() {
        use Explode::{No, Yes};
        for (text, style, explode) in [
            ("r,1,g,2", Style::Simple, No),
            ("r=1,g=2", Style::Simple, Yes),
            (".r,1,g,2", Style::Label, No),
            (".r=1.g=2", Style::Label, Yes),
            (";x=r,1,g,2", Style::Matrix, No),
            (";r=1;g=2", Style::Matrix, Yes),
            ("r,1,g,2", Style::Form, No),
            ("r%201%20g%202", Style::SpaceDelimited, No),
            ("r|1|g|2", Style::PipeDelimited, No),
        ] {
            assert_eq!(pairs(text, "x", style, explode), some([("r", "1"), ("g", "2")]), "{text} {style:?}");
        }
        assert_eq!(pairs("r,1,g", "x", Style::Simple, No), None);
        assert_eq!(pairs("r,1", "x", Style::Simple, Yes), None);
    }

    #[test]
    fn a_plain_value_loses_the_marks_of_its_style() {
        assert_eq!(plain(".a", "x", Style::Label), Some("a"));
        assert_eq!(plain(";x=a", "x", Style::Matrix), Some("a"));
        assert_eq!(plain(";x", "x", Style::Matrix), Some(""));
        assert_eq!(plain("a", "x", Style::Matrix), None);
    }
}
