//! `WWW-Authenticate` (RFC 9110, section 11.6.1): what would have done, and why it did not.

use http::HeaderValue;

use super::{Scheme, SchemeKind};

/// Why a credential does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure<'a> {
    /// There is none, so there is nothing to say about it.
    Missing,
    /// It does not hold, for this reason.
    Invalid(&'a str),
    /// It holds, and does not allow enough.
    Scope,
}

/// The challenge of a scheme, with errors as RFC 6750, section 3.1, names them.
///
/// HTTP knows no challenge for API keys; ours says where the key stands. RFC 7617 has no errors for `Basic`.
pub(super) fn challenge(scheme: &Scheme, scopes: &[&str], failure: Failure<'_>) -> Option<HeaderValue> {
    let challenge = match scheme.kind {
        SchemeKind::Basic => return Challenge::new("Basic", scheme).with("charset", "UTF-8").into_header(),
        SchemeKind::Bearer if scopes.is_empty() => Challenge::new("Bearer", scheme),
        SchemeKind::Bearer => Challenge::new("Bearer", scheme).with("scope", &scopes.join(" ")),
        SchemeKind::KeyInHeader(name) => Challenge::of_key(scheme, "header", name),
        SchemeKind::KeyInQuery(name) => Challenge::of_key(scheme, "query", name),
        SchemeKind::KeyInCookie(name) => Challenge::of_key(scheme, "cookie", name),
    };
    let challenge = match failure {
        Failure::Missing => challenge,
        Failure::Invalid(reason) => challenge.with("error", "invalid_token").with("error_description", reason),
        Failure::Scope => challenge.with("error", "insufficient_scope"),
    };
    challenge.into_header()
}

struct Challenge(String);

impl Challenge {
    fn new(kind: &str, scheme: &Scheme) -> Self {
        Self(format!("{kind} realm=\"{}\"", quotable(scheme.name)))
    }

    fn of_key(scheme: &Scheme, place: &str, name: &str) -> Self {
        Self::new("ApiKey", scheme).with("in", place).with("name", name)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push_str(&format!(", {name}=\"{}\"", quotable(value)));
        self
    }

    fn into_header(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.0).ok()
    }
}

/// The text with only such characters as may stand in a quoted parameter (RFC 6750, section 3).
fn quotable(text: &str) -> String {
    let fits = |character: char| matches!(character, ' '..='~') && !matches!(character, '"' | '\\');
    text.chars().map(|character| if fits(character) { character } else { '\'' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: SchemeKind, scopes: &[&str], failure: Failure<'_>) -> String {
        let scheme = Scheme { name: "main", kind };
        challenge(&scheme, scopes, failure).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn challenges_say_what_would_do() {
        let missing = |kind, scopes: &[&str]| shown(kind, scopes, Failure::Missing);
        assert_eq!(missing(SchemeKind::Basic, &[]), r#"Basic realm="main", charset="UTF-8""#);
        assert_eq!(missing(SchemeKind::Bearer, &[]), r#"Bearer realm="main""#);
        assert_eq!(missing(SchemeKind::Bearer, &["a", "b"]), r#"Bearer realm="main", scope="a b""#);
        assert_eq!(missing(SchemeKind::KeyInHeader("x-key"), &[]), r#"ApiKey realm="main", in="header", name="x-key""#);
        assert_eq!(missing(SchemeKind::KeyInQuery("key"), &[]), r#"ApiKey realm="main", in="query", name="key""#);
        assert_eq!(missing(SchemeKind::KeyInCookie("sid"), &[]), r#"ApiKey realm="main", in="cookie", name="sid""#);
    }

    #[test]
    fn challenges_say_what_was_wrong() {
        assert_eq!(
            shown(SchemeKind::Bearer, &["a"], Failure::Scope),
            r#"Bearer realm="main", scope="a", error="insufficient_scope""#
        );
        assert_eq!(
            shown(SchemeKind::KeyInCookie("sid"), &[], Failure::Invalid("too old")),
            r#"ApiKey realm="main", in="cookie", name="sid", error="invalid_token", error_description="too old""#
        );
        assert_eq!(
            shown(SchemeKind::Basic, &[], Failure::Invalid("wrong")),
            shown(SchemeKind::Basic, &[], Failure::Missing)
        );
    }

    #[test]
    fn a_reason_cannot_break_out_of_its_quotes() {
        assert_eq!(
            shown(SchemeKind::Bearer, &[], Failure::Invalid("a\"b\\c\r\nd: é")),
            r#"Bearer realm="main", error="invalid_token", error_description="a'b'c''d: '""#
        );
    }
}
