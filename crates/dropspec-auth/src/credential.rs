//! Credentials of a request, extracted as their scheme says.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use dropspec_http::cookie_pairs;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};

use crate::{SchemeKind, Secret};

/// A credential, not yet verified.
#[derive(Clone, Debug)]
pub enum Credential {
    /// The key of an `apiKey` scheme.
    ApiKey(Secret),
    /// User and password of `http` `basic`.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: Secret,
    },
    /// The token of `http` `bearer`, `oauth2` or `openIdConnect`.
    Bearer(Secret),
    /// What follows the name of any other authentication scheme in `Authorization`.
    Http(Secret),
}

/// The credential of a scheme in a request.
#[derive(Debug)]
pub(crate) enum CredentialState {
    /// The request has none.
    Missing,
    /// The request has something that cannot be a credential, for this reason.
    Malformed(&'static str),
    /// The request has one.
    Present(Credential),
}

/// Base64 with or without padding, as clients differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Extracts the credential of a scheme.
pub(crate) fn extract(parts: &Parts, kind: SchemeKind) -> CredentialState {
    match kind {
        SchemeKind::KeyInHeader(name) => key(parts.headers.get_all(name).iter().map(ascii)),
        SchemeKind::KeyInQuery(name) => key(query(parts, name)),
        SchemeKind::KeyInCookie(name) => {
            let pairs = cookie_pairs(&parts.headers).filter(|(key, _)| *key == name);
            key(pairs.map(|(_, value)| Some(value.to_owned())))
        }
        SchemeKind::Basic => authorization(&parts.headers, "basic", user_and_password),
        SchemeKind::Bearer => authorization(&parts.headers, "bearer", token),
        SchemeKind::Http(name) => authorization(&parts.headers, name, |text| Ok(Credential::Http(text.into()))),
    }
}

/// Whether a request has nothing that is, or is meant as, the credential of a scheme.
pub(crate) fn is_missing(parts: &Parts, kind: SchemeKind) -> bool {
    match kind {
        // The common schemes without a copy of their credentials.
        SchemeKind::KeyInHeader(name) => !parts.headers.contains_key(name),
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_)
            if !parts.headers.contains_key(header::AUTHORIZATION) =>
        {
            true
        }
        other => matches!(extract(parts, other), CredentialState::Missing),
    }
}

fn ascii(value: &HeaderValue) -> Option<String> {
    value.to_str().ok().map(str::to_owned)
}

/// The single key among the values; a value that is not text is `None`.
fn key(mut values: impl Iterator<Item = Option<String>>) -> CredentialState {
    let Some(value) = values.next() else {
        return CredentialState::Missing;
    };
    match value {
        _ if values.next().is_some() => CredentialState::Malformed("duplicate API key"),
        None => CredentialState::Malformed("invalid characters in API key"),
        Some(value) if value.is_empty() => CredentialState::Malformed("empty API key"),
        Some(value) => CredentialState::Present(Credential::ApiKey(value.into())),
    }
}

fn query(parts: &Parts, name: &str) -> impl Iterator<Item = Option<String>> {
    let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    pairs.filter(move |(key, _)| key == name).map(|(_, value)| Some(value.into_owned()))
}

/// The credential in `Authorization` if it is of this authentication scheme.
fn authorization(
    headers: &HeaderMap,
    scheme: &str,
    parse: fn(&str) -> Result<Credential, &'static str>,
) -> CredentialState {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return CredentialState::Missing;
    };
    if values.next().is_some() {
        return CredentialState::Malformed("duplicate Authorization header");
    }
    let Ok(value) = value.to_str() else {
        return CredentialState::Malformed("invalid characters in Authorization header");
    };
    let (given, rest) = value.split_once(' ').unwrap_or((value, ""));
    if !given.eq_ignore_ascii_case(scheme) {
        return CredentialState::Missing;
    }
    parse(rest.trim_start_matches(' ')).map_or_else(CredentialState::Malformed, CredentialState::Present)
}

/// Parses a `b64token` (RFC 6750, section 2.1).
fn token(text: &str) -> Result<Credential, &'static str> {
    let body = text.trim_end_matches('=');
    if body.is_empty() {
        return Err("missing token");
    }
    if !body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte)) {
        return Err("invalid characters in token");
    }
    Ok(Credential::Bearer(text.into()))
}

/// Parses the credentials of RFC 7617, section 2. They are UTF-8, as the challenge demands.
fn user_and_password(text: &str) -> Result<Credential, &'static str> {
    let bytes = BASE64.decode(text).map_err(|_| "user and password are not valid Base64")?;
    let text = String::from_utf8(bytes).map_err(|_| "user and password are not valid UTF-8")?;
    let (user, password) = text.split_once(':').ok_or("missing colon between user and password")?;
    Ok(Credential::Basic { user: user.to_owned(), password: password.into() })
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::prelude::*;

    use super::*;

    fn extracted(headers: &[(&str, &[u8])], uri: &str, kind: SchemeKind) -> String {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
        }
        match extract(&request.body(()).unwrap().into_parts().0, kind) {
            CredentialState::Missing => "missing".to_owned(),
            CredentialState::Malformed(reason) => reason.to_owned(),
            CredentialState::Present(Credential::ApiKey(key)) => format!("key {}", key.expose()),
            CredentialState::Present(Credential::Bearer(token)) => format!("token {}", token.expose()),
            CredentialState::Present(Credential::Http(text)) => format!("credentials {}", text.expose()),
            CredentialState::Present(Credential::Basic { user, password }) => {
                format!("{user} with {}", password.expose())
            }
        }
    }

    #[test]
    fn keys_of_headers() {
        let extracted = |headers: &[(&str, &[u8])]| extracted(headers, "/", SchemeKind::KeyInHeader("x-key"));
        assert_eq!(extracted(&[]), "missing");
        assert_eq!(extracted(&[("X-Key", b"abc")]), "key abc");
        assert_eq!(extracted(&[("X-Key", b"")]), "empty API key");
        assert_eq!(extracted(&[("X-Key", b"abc"), ("x-key", b"abc")]), "duplicate API key");
        assert_eq!(extracted(&[("X-Key", b"\xff")]), "invalid characters in API key");
    }

    #[test]
    fn keys_of_queries() {
        let extracted = |uri| extracted(&[], uri, SchemeKind::KeyInQuery("api key"));
        assert_eq!(extracted("/"), "missing");
        assert_eq!(extracted("/?api%20Key=abc&key=d"), "missing");
        assert_eq!(extracted("/?a=b&api+key=a%2Fc"), "key a/c");
        assert_eq!(extracted("/?api+key"), "empty API key");
        assert_eq!(extracted("/?api+key=a&api%20key=b"), "duplicate API key");
    }

    #[test]
    fn keys_of_cookies() {
        let extracted = |headers: &[(&str, &[u8])]| extracted(headers, "/", SchemeKind::KeyInCookie("sid"));
        assert_eq!(extracted(&[]), "missing");
        assert_eq!(extracted(&[("Cookie", b"xsid=1; SID=2; sid")]), "missing");
        assert_eq!(extracted(&[("Cookie", b"a=b; sid=abc=; c=d")]), "key abc=");
        assert_eq!(extracted(&[("Cookie", b"a=b"), ("Cookie", b"sid=abc")]), "key abc");
        assert_eq!(extracted(&[("Cookie", b"sid=a; sid=b")]), "duplicate API key");
        assert_eq!(extracted(&[("Cookie", b"sid=\"abc\"")]), "key abc");
        assert_eq!(extracted(&[("Cookie", b"sid=")]), "empty API key");
    }

    #[test]
    fn tokens() {
        let extracted = |headers: &[(&str, &[u8])]| extracted(headers, "/?access_token=abc", SchemeKind::Bearer);
        assert_eq!(extracted(&[]), "missing");
        assert_eq!(extracted(&[("Authorization", b"Basic YTpi")]), "missing");
        assert_eq!(extracted(&[("Authorization", b"Bearerabc")]), "missing");
        assert_eq!(extracted(&[("Authorization", b"bEARER  a.b-c_d~+/==")]), "token a.b-c_d~+/==");
        assert_eq!(extracted(&[("Authorization", b"Bearer")]), "missing token");
        for wrong in [&b"Bearer a b"[..], b"Bearer a, Bearer b", b"Bearer a=b", b"Bearer \"a\""] {
            assert_eq!(extracted(&[("Authorization", wrong)]), "invalid characters in token");
        }
        let twice = [("Authorization", &b"Bearer a"[..]), ("Authorization", b"Bearer a")];
        assert_eq!(extracted(&twice), "duplicate Authorization header");
        let reason = "invalid characters in Authorization header";
        assert_eq!(extracted(&[("Authorization", b"Bearer \xff")]), reason);
    }

    #[test]
    fn credentials_of_other_schemes() {
        let extracted = |headers: &[(&str, &[u8])]| extracted(headers, "/", SchemeKind::Http("Digest"));
        assert_eq!(extracted(&[("Authorization", b"Bearer abc")]), "missing");
        let digest = b"dIGEST username=\"ada\", response=\"6629fae4\"";
        assert_eq!(extracted(&[("Authorization", digest)]), "credentials username=\"ada\", response=\"6629fae4\"");
    }

    #[test]
    fn users_and_passwords() {
        let extracted = |headers: &[(&str, &[u8])]| extracted(headers, "/", SchemeKind::Basic);
        assert_eq!(extracted(&[("Authorization", b"Bearer abc")]), "missing");
        assert_eq!(extracted(&[("Authorization", b"Basic QWRhOmE6Yg==")]), "Ada with a:b");
        assert_eq!(extracted(&[("Authorization", b"basic QWRhOmE6Yg")]), "Ada with a:b");
        assert_eq!(extracted(&[("Authorization", b"Basic Og==")]), " with ");
        assert_eq!(extracted(&[("Authorization", b"Basic")]), "missing colon between user and password");
        assert_eq!(extracted(&[("Authorization", b"Basic QWRh")]), "missing colon between user and password");
        assert_eq!(extracted(&[("Authorization", b"Basic Q*==")]), "user and password are not valid Base64");
        assert_eq!(extracted(&[("Authorization", b"Basic /zo=")]), "user and password are not valid UTF-8");
    }

    #[test]
    fn debug_output_hides_secrets() {
        let credential = Credential::Basic { user: "Ada".to_owned(), password: "sesame".into() };
        assert_eq!(format!("{credential:?}"), "Basic { user: \"Ada\", password: Secret(..) }");
    }

    proptest! {
        #[test]
        fn any_user_and_password_is_extracted(user in "[^:]*", password in any::<String>()) {
            let value = format!("Basic {}", BASE64.encode(format!("{user}:{password}")));
            let extracted = extracted(&[("authorization", value.as_bytes())], "/", SchemeKind::Basic);
            prop_assert_eq!(extracted, format!("{user} with {password}"));
        }

        #[test]
        fn only_tokens_are_accepted_as_tokens(text in "[ -~]{1,40}") {
            let extracted = extracted(&[("authorization", format!("Bearer {text}").as_bytes())], "/", SchemeKind::Bearer);
            let is_token = regex::Regex::new("^ *[A-Za-z0-9._~+/-]+=*$").unwrap().is_match(&text);
            prop_assert_eq!(extracted.starts_with("token "), is_token, "{}", extracted);
        }
    }
}
