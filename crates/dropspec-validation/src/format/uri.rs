//! URIs and IRIs.

use fluent_uri::{Iri, IriRef, Uri, UriRef};

/// Whether a string has the `format: uri` (RFC 3986).
pub(super) fn is_uri(text: &str) -> bool {
    Uri::parse(text).is_ok()
}

/// Whether a string has the `format: uri-reference` (RFC 3986, section 4.1).
pub(super) fn is_uri_reference(text: &str) -> bool {
    UriRef::parse(text).is_ok()
}

/// Whether a string has the `format: iri` (RFC 3987).
pub(super) fn is_iri(text: &str) -> bool {
    Iri::parse(text).is_ok()
}

/// Whether a string has the `format: iri-reference` (RFC 3987, section 2.2).
pub(super) fn is_iri_reference(text: &str) -> bool {
    IriRef::parse(text).is_ok()
}

/// Whether a string has the `format: uri-template` (RFC 6570, section 2).
pub(super) fn is_uri_template(text: &str) -> bool {
    let mut parts = text.split('{');
    let is_rest = |part: &str| match part.split_once('}') {
        Some((expression, literals)) => is_expression(expression) && are_literals(literals),
        None => false,
    };
    parts.next().is_some_and(are_literals) && parts.all(is_rest)
}

/// Whether a text is part of the template outside of expressions.
fn are_literals(text: &str) -> bool {
    const FORBIDDEN: [char; 9] = ['"', '<', '>', '\\', '^', '`', '{', '|', '}'];
    let is_literal = |character: char| character > ' ' && character != '\u{7f}' && !FORBIDDEN.contains(&character);
    text.chars().all(is_literal) && escapes_are_complete(text)
}

/// Whether a text is an expression without its braces: an operator, then variables.
fn is_expression(text: &str) -> bool {
    const OPERATORS: [char; 12] = ['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|'];
    text.strip_prefix(OPERATORS).unwrap_or(text).split(',').all(is_variable)
}

/// Whether a text is a name with a modifier: `*`, or `:` and a length below 10,000.
fn is_variable(text: &str) -> bool {
    let (name, length) = text.split_once(':').map_or((text, None), |(name, length)| (name, Some(length)));
    let name = if length.is_none() { name.strip_suffix('*').unwrap_or(name) } else { name };
    let is_length = |length: &str| {
        (1..=4).contains(&length.len()) && !length.starts_with('0') && length.bytes().all(|byte| byte.is_ascii_digit())
    };
    length.is_none_or(is_length) && name.split('.').all(is_name_part)
}

fn is_name_part(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'%';
    !text.is_empty() && text.bytes().all(plain) && escapes_are_complete(text)
}

/// Whether two hexadecimal digits follow each `%`.
fn escapes_are_complete(text: &str) -> bool {
    let digits = |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    text.split('%').skip(1).all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_those_of_the_rfc() {
        for text in [
            "",
            "/people/{id}",
            "{+path}/here",
            "{?x,y*,z:30}",
            "{a.b}",
            "{%20a}",
            "a%20b{x}",
            "{x}{y}",
            "\u{e9}",
            "it's",
        ] {
            assert!(is_uri_template(text), "{text}");
        }
        for text in [
            "{",
            "}",
            "{}",
            "{x",
            "x}",
            "{x,}",
            "{x:0}",
            "{x:10000}",
            "{x:3*}",
            "{?}",
            "{a b}",
            "a b",
            "%2",
            "{%2}",
            "{a..b}",
            "{{x}}",
            "<",
        ] {
            assert!(!is_uri_template(text), "{text}");
        }
    }

    #[test]
    fn uris_have_a_scheme() {
        for text in ["https://example.com/a?b#c", "urn:a:b", "mailto:a@example.com", "http://[::1]:80/"] {
            assert!(is_uri(text) && is_uri_reference(text) && is_iri(text), "{text}");
        }
        for text in ["/a", "//example.com", "#a", "", "a%20b"] {
            assert!(!is_uri(text) && is_uri_reference(text) && is_iri_reference(text), "{text}");
        }
        for text in ["http://a b", "http://[::1", "%2", "\\a", "http:// ", ":a", "1http://a"] {
            assert!(!is_uri(text) && !is_uri_reference(text) && !is_iri(text), "{text}");
        }
        assert!(is_iri("http://ex\u{e4}mple.com/\u{e9}") && !is_uri("http://ex\u{e4}mple.com"));
    }
}
