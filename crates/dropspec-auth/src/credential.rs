//! Credentials of a request, as their scheme says where they stand.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};

use super::{SchemeKind, Secret};
use crate::call::cookie_pairs;

/// A credential that nobody has vouched for yet.
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
}

/// What a request has for a scheme.
#[derive(Debug)]
pub(super) enum Presented {
    Nothing,
    /// Something that cannot be a credential, for this reason.
    Malformed(&'static str),
    Credential(Credential),
}

/// Base64 with padding or without, as clients differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Looks for the credential of a scheme.
pub(super) fn presented(parts: &Parts, kind: SchemeKind) -> Presented {
    match kind {
        SchemeKind::KeyInHeader(name) => key(parts.headers.get_all(name).iter().map(readable)),
        SchemeKind::KeyInQuery(name) => key(query(parts, name)),
        SchemeKind::KeyInCookie(name) => {
            let pairs = cookie_pairs(&parts.headers).filter(|(key, _)| *key == name);
            key(pairs.map(|(_, value)| Some(value.to_owned())))
        }
        SchemeKind::Basic => authorization(&parts.headers, "basic", user_and_password),
        SchemeKind::Bearer => authorization(&parts.headers, "bearer", token),
    }
}

fn readable(value: &HeaderValue) -> Option<String> {
    value.to_str().ok().map(str::to_owned)
}

/// The one key among the values; `None` is a value that is no text.
fn key(mut values: impl Iterator<Item = Option<String>>) -> Presented {
    let Some(value) = values.next() else {
        return Presented::Nothing;
    };
    match value {
        _ if values.next().is_some() => Presented::Malformed("the key is there more than once"),
        None => Presented::Malformed("the key has characters that keys do not have"),
        Some(value) if value.is_empty() => Presented::Malformed("the key is empty"),
        Some(value) => Presented::Credential(Credential::ApiKey(value.into())),
    }
}

fn query(parts: &Parts, name: &str) -> impl Iterator<Item = Option<String>> {
    let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    pairs.filter(move |(key, _)| key == name).map(|(_, value)| Some(value.into_owned()))
}

/// What stands behind the name of the authentication scheme in `Authorization`; another scheme's is not ours.
fn authorization(headers: &HeaderMap, scheme: &str, read: fn(&str) -> Result<Credential, &'static str>) -> Presented {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Presented::Nothing;
    };
    if values.next().is_some() {
        return Presented::Malformed("there is more than one Authorization header");
    }
    let Ok(value) = value.to_str() else {
        return Presented::Malformed("the Authorization header has characters that it cannot have");
    };
    let (given, rest) = value.split_once(' ').unwrap_or((value, ""));
    if !given.eq_ignore_ascii_case(scheme) {
        return Presented::Nothing;
    }
    read(rest.trim_start_matches(' ')).map_or_else(Presented::Malformed, Presented::Credential)
}

/// `b64token` of RFC 6750, section 2.1.
fn token(text: &str) -> Result<Credential, &'static str> {
    let body = text.trim_end_matches('=');
    if body.is_empty() {
        return Err("the token is missing");
    }
    if !body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte)) {
        return Err("the token has characters that tokens do not have");
    }
    Ok(Credential::Bearer(text.into()))
}

/// RFC 7617, section 2. The text is UTF-8, as our challenge says.
fn user_and_password(text: &str) -> Result<Credential, &'static str> {
    let bytes = BASE64.decode(text).map_err(|_| "user and password are not in Base64")?;
    let text = String::from_utf8(bytes).map_err(|_| "user and password are not UTF-8")?;
    let (user, password) = text.split_once(':').ok_or("there is no colon between user and password")?;
    Ok(Credential::Basic { user: user.to_owned(), password: password.into() })
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::prelude::*;

    use super::*;

    fn shown(headers: &[(&str, &[u8])], uri: &str, kind: SchemeKind) -> String {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
        }
        match presented(&request.body(()).unwrap().into_parts().0, kind) {
            Presented::Nothing => "nothing".to_owned(),
            Presented::Malformed(reason) => reason.to_owned(),
            Presented::Credential(Credential::ApiKey(key)) => format!("key {}", key.expose()),
            Presented::Credential(Credential::Bearer(token)) => format!("token {}", token.expose()),
            Presented::Credential(Credential::Basic { user, password }) => format!("{user} with {}", password.expose()),
        }
    }

    #[test]
    fn keys_of_headers() {
        let shown = |headers: &[(&str, &[u8])]| shown(headers, "/", SchemeKind::KeyInHeader("x-key"));
        assert_eq!(shown(&[]), "nothing");
        assert_eq!(shown(&[("X-Key", b"abc")]), "key abc");
        assert_eq!(shown(&[("X-Key", b"")]), "the key is empty");
        assert_eq!(shown(&[("X-Key", b"abc"), ("x-key", b"abc")]), "the key is there more than once");
        assert_eq!(shown(&[("X-Key", b"\xff")]), "the key has characters that keys do not have");
    }

    #[test]
    fn keys_of_queries() {
        let shown = |uri| shown(&[], uri, SchemeKind::KeyInQuery("api key"));
        assert_eq!(shown("/"), "nothing");
        assert_eq!(shown("/?api%20Key=abc&key=d"), "nothing");
        assert_eq!(shown("/?a=b&api+key=a%2Fc"), "key a/c");
        assert_eq!(shown("/?api+key"), "the key is empty");
        assert_eq!(shown("/?api+key=a&api%20key=b"), "the key is there more than once");
    }

    #[test]
    fn keys_of_cookies() {
        let shown = |headers: &[(&str, &[u8])]| shown(headers, "/", SchemeKind::KeyInCookie("sid"));
        assert_eq!(shown(&[]), "nothing");
        assert_eq!(shown(&[("Cookie", b"xsid=1; SID=2; sid")]), "nothing");
        assert_eq!(shown(&[("Cookie", b"a=b; sid=abc=; c=d")]), "key abc=");
        assert_eq!(shown(&[("Cookie", b"a=b"), ("Cookie", b"sid=abc")]), "key abc");
        assert_eq!(shown(&[("Cookie", b"sid=a; sid=b")]), "the key is there more than once");
        assert_eq!(shown(&[("Cookie", b"sid=\"abc\"")]), "key abc");
        assert_eq!(shown(&[("Cookie", b"sid=")]), "the key is empty");
    }

    #[test]
    fn tokens() {
        let shown = |headers: &[(&str, &[u8])]| shown(headers, "/?access_token=abc", SchemeKind::Bearer);
        assert_eq!(shown(&[]), "nothing");
        assert_eq!(shown(&[("Authorization", b"Basic YTpi")]), "nothing");
        assert_eq!(shown(&[("Authorization", b"Bearerabc")]), "nothing");
        assert_eq!(shown(&[("Authorization", b"bEARER  a.b-c_d~+/==")]), "token a.b-c_d~+/==");
        assert_eq!(shown(&[("Authorization", b"Bearer")]), "the token is missing");
        for wrong in [&b"Bearer a b"[..], b"Bearer a, Bearer b", b"Bearer a=b", b"Bearer \"a\""] {
            assert_eq!(shown(&[("Authorization", wrong)]), "the token has characters that tokens do not have");
        }
        let twice = [("Authorization", &b"Bearer a"[..]), ("Authorization", b"Bearer a")];
        assert_eq!(shown(&twice), "there is more than one Authorization header");
        let reason = "the Authorization header has characters that it cannot have";
        assert_eq!(shown(&[("Authorization", b"Bearer \xff")]), reason);
    }

    #[test]
    fn users_and_passwords() {
        let shown = |headers: &[(&str, &[u8])]| shown(headers, "/", SchemeKind::Basic);
        assert_eq!(shown(&[("Authorization", b"Bearer abc")]), "nothing");
        assert_eq!(shown(&[("Authorization", b"Basic QWRhOmE6Yg==")]), "Ada with a:b");
        assert_eq!(shown(&[("Authorization", b"basic QWRhOmE6Yg")]), "Ada with a:b");
        assert_eq!(shown(&[("Authorization", b"Basic Og==")]), " with ");
        assert_eq!(shown(&[("Authorization", b"Basic")]), "there is no colon between user and password");
        assert_eq!(shown(&[("Authorization", b"Basic QWRh")]), "there is no colon between user and password");
        assert_eq!(shown(&[("Authorization", b"Basic Q*==")]), "user and password are not in Base64");
        assert_eq!(shown(&[("Authorization", b"Basic /zo=")]), "user and password are not UTF-8");
    }

    #[test]
    fn a_credential_does_not_show_its_secret() {
        let credential = Credential::Basic { user: "Ada".to_owned(), password: "sesame".into() };
        assert_eq!(format!("{credential:?}"), "Basic { user: \"Ada\", password: Secret(..) }");
    }

    proptest! {
        #[test]
        fn any_user_and_password_come_through(user in "[^:]*", password in any::<String>()) {
            let value = format!("Basic {}", BASE64.encode(format!("{user}:{password}")));
            let shown = shown(&[("authorization", value.as_bytes())], "/", SchemeKind::Basic);
            prop_assert_eq!(shown, format!("{user} with {password}"));
        }

        #[test]
        fn whatever_is_no_token_is_told_from_one(text in "[ -~]{1,40}") {
            let shown = shown(&[("authorization", format!("Bearer {text}").as_bytes())], "/", SchemeKind::Bearer);
            let is_token = regex::Regex::new("^ *[A-Za-z0-9._~+/-]+=*$").unwrap().is_match(&text);
            prop_assert_eq!(shown.starts_with("token "), is_token, "{}", shown);
        }
    }
}
