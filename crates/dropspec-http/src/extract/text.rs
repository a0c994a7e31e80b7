//! The text of parameters: pairs of a query, pairs of cookies, percent-decoding.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, StatusCode, header};
use percent_encoding::percent_decode_str;

use crate::error::Error;
use crate::problem::Problem;

/// The maximum number of parameters of a query, fields of a form, and parts of a multipart body. What is done for each of them is more
/// than for a byte of a body, so the size limit of bodies alone does not bound the work.
pub(super) const MAX_FIELDS: usize = 1000;

/// The pairs of a query, still encoded.
pub(super) fn query_pairs(query: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The pairs of all cookies (RFC 6265, section 4.2), still encoded.
pub fn cookie_pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name, value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)))
}

/// The text of a header; several of one name are one list (RFC 9110, section 5.3). `None` when it is not there, an error when it
/// is not ASCII.
pub(super) fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<Cow<'h, str>>, NotText> {
    let Ok(name) = HeaderName::try_from(name) else { return Ok(None) };
    let mut values = headers.get_all(name).iter().map(|value| value.to_str().map_err(|_| NotText).map(str::trim));
    let Some(first) = values.next() else { return Ok(None) };
    let rest = values.collect::<Result<Vec<_>, _>>()?;
    if rest.is_empty() {
        return first.map(|text| Some(text.into()));
    }
    let all: Vec<&str> = std::iter::once(first?).chain(rest).collect();
    Ok(Some(all.join(", ").into()))
}

/// The rejection of a query, form or multipart body with more than [`MAX_FIELDS`] of something.
pub(super) fn too_many(of: &str, what: &str) -> Error {
    let problem = Problem::new(format!("the {of} has more than {MAX_FIELDS} {what}"));
    Error::rejection(StatusCode::BAD_REQUEST, problem)
}

/// A text that is not UTF-8, or a header that is not ASCII.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotText;

/// Decodes percent-encoded text (RFC 3986, section 2.1).
pub(super) fn percent_decoded(text: &str) -> Result<Cow<'_, str>, NotText> {
    percent_decode_str(text).decode_utf8().map_err(|_| NotText)
}

/// Decodes text of a query, where a plus is a space as well.
pub(super) fn form_decoded(text: &str) -> Result<Cow<'_, str>, NotText> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return percent_decoded(&spaced).map(|text| Cow::Owned(text.into_owned()));
    }
    percent_decoded(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_is_a_space_and_an_encoded_one_a_plus() {
        assert_eq!(form_decoded("a+b%20c%2B").unwrap(), "a b c+");
        assert_eq!(percent_decoded("a+b").unwrap(), "a+b");
        assert!(form_decoded("%FF").is_err());
    }

    #[test]
    fn cookies_come_in_one_header_or_several() {
        let mut headers = HeaderMap::new();
        headers.append("cookie", "a=1; b=\"2 3\"; flag".parse().unwrap());
        headers.append("cookie", "c=x=y".parse().unwrap());
        assert_eq!(cookie_pairs(&headers).collect::<Vec<_>>(), [("a", "1"), ("b", "2 3"), ("c", "x=y")]);
    }
}
