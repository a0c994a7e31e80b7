//! `WWW-Authenticate` challenges (RFC 9110, section 11.6.1).

use http::HeaderValue;

use crate::{Scheme, SchemeKind};

/// Why a scheme is challenged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChallengeReason<'a> {
    /// The request has no credential.
    Missing,
    /// The credential is not valid, for this reason.
    Invalid(&'a str),
    /// The credential is valid, but lacks scopes.
    InsufficientScope,
}

/// The challenge of a scheme, with the error codes of RFC 6750, section 3.1.
///
/// HTTP has no challenge for API keys; this one names the place of the key. RFC 7617 has no error codes for `Basic`.
pub(crate) fn challenge(scheme: &Scheme, scopes: &[&str], reason: ChallengeReason<'_>) -> Option<HeaderValue> {
    let challenge = match scheme.kind {
        SchemeKind::Basic => return Challenge::new("Basic", scheme).with("charset", "UTF-8").into_header(),
        SchemeKind::Bearer if scopes.is_empty() => Challenge::new("Bearer", scheme),
        SchemeKind::Bearer => Challenge::new("Bearer", scheme).with("scope", &scopes.join(" ")),
        // The parameters of the scheme, such as a nonce, are those of the authenticator.
        SchemeKind::Http(name) => return Challenge::new(name, scheme).into_header(),
        SchemeKind::KeyInHeader(name) => Challenge::api_key(scheme, "header", name),
        SchemeKind::KeyInQuery(name) => Challenge::api_key(scheme, "query", name),
        SchemeKind::KeyInCookie(name) => Challenge::api_key(scheme, "cookie", name),
    };
    let challenge = match reason {
        ChallengeReason::Missing => challenge,
        ChallengeReason::Invalid(reason) => challenge.with("error", "invalid_token").with("error_description", reason),
        ChallengeReason::InsufficientScope => challenge.with("error", "insufficient_scope"),
    };
    challenge.into_header()
}

struct Challenge(String);

impl Challenge {
    fn new(kind: &str, scheme: &Scheme) -> Self {
        Self(format!("{kind} realm=\"{}\"", quotable(scheme.name)))
    }

    fn api_key(scheme: &Scheme, location: &str, name: &str) -> Self {
        Self::new("ApiKey", scheme).with("in", location).with("name", name)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push_str(&format!(", {name}=\"{}\"", quotable(value)));
        self
    }

    fn into_header(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.0).ok()
    }
}

/// Replaces the characters that a quoted parameter must not have (RFC 6750, section 3).
fn quotable(text: &str) -> String {
    let is_allowed = |character: char| matches!(character, ' '..='~') && !matches!(character, '"' | '\\');
    text.chars().map(|character| if is_allowed(character) { character } else { '\'' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: SchemeKind, scopes: &[&str], reason: ChallengeReason<'_>) -> String {
        let scheme = Scheme { name: "main", kind };
        challenge(&scheme, scopes, reason).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_challenge_names_its_scheme() {
        let missing = |kind, scopes: &[&str]| text(kind, scopes, ChallengeReason::Missing);
        assert_eq!(missing(SchemeKind::Basic, &[]), r#"Basic realm="main", charset="UTF-8""#);
        assert_eq!(missing(SchemeKind::Bearer, &[]), r#"Bearer realm="main""#);
        assert_eq!(missing(SchemeKind::Http("Digest"), &[]), r#"Digest realm="main""#);
        assert_eq!(missing(SchemeKind::Bearer, &["a", "b"]), r#"Bearer realm="main", scope="a b""#);
        assert_eq!(missing(SchemeKind::KeyInHeader("x-key"), &[]), r#"ApiKey realm="main", in="header", name="x-key""#);
        assert_eq!(missing(SchemeKind::KeyInQuery("key"), &[]), r#"ApiKey realm="main", in="query", name="key""#);
        assert_eq!(missing(SchemeKind::KeyInCookie("sid"), &[]), r#"ApiKey realm="main", in="cookie", name="sid""#);
    }

    #[test]
    fn a_challenge_names_the_error() {
        assert_eq!(
            text(SchemeKind::Bearer, &["a"], ChallengeReason::InsufficientScope),
            r#"Bearer realm="main", scope="a", error="insufficient_scope""#
        );
        assert_eq!(
            text(SchemeKind::KeyInCookie("sid"), &[], ChallengeReason::Invalid("too old")),
            r#"ApiKey realm="main", in="cookie", name="sid", error="invalid_token", error_description="too old""#
        );
        assert_eq!(
            text(SchemeKind::Basic, &[], ChallengeReason::Invalid("wrong")),
            text(SchemeKind::Basic, &[], ChallengeReason::Missing)
        );
    }

    #[test]
    fn a_reason_cannot_escape_its_quotes() {
        assert_eq!(
            text(SchemeKind::Bearer, &[], ChallengeReason::Invalid("a\"b\\c\r\nd: é")),
            r#"Bearer realm="main", error="invalid_token", error_description="a'b'c''d: '""#
        );
    }
}
