//! What pages of other origins may do (the CORS protocol of the Fetch standard, <https://fetch.spec.whatwg.org/#http-cors-protocol>).
//!
//! They may send what anybody may send, and read all of the answer, but a browser never sends its cookies for them.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, EXPIRES,
    LAST_MODIFIED, ORIGIN, PRAGMA, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::config::FromVariable;

/// How long a browser need not ask again, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("3600");

/// What pages may read without being told so, and what is not for them.
const HIDDEN: [HeaderName; 9] = [
    CACHE_CONTROL,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    EXPIRES,
    LAST_MODIFIED,
    PRAGMA,
    VARY,
    ACCESS_CONTROL_ALLOW_ORIGIN,
];

/// The other origins whose pages may use the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cors {
    /// None.
    #[default]
    Nobody,
    /// These.
    Origins(Vec<HeaderValue>),
    /// All.
    Anybody,
}

impl FromVariable for Cors {
    const EXPECTED: &str = "origins such as https://example.com, with commas between them, or *";

    fn from_variable(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Anybody);
        }
        let origins: Option<Vec<_>> = text.split(',').map(|origin| read_origin(origin.trim())).collect();
        origins.map(Self::Origins)
    }
}

/// An origin as browsers write it: scheme, host, and the port unless it is that of the scheme.
fn read_origin(text: &str) -> Option<HeaderValue> {
    let uri: Uri = text.parse().ok()?;
    let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let is_written_so = origin == text && !text.contains('@') && !text.contains(|it: char| it.is_ascii_uppercase());
    is_written_so.then(|| HeaderValue::try_from(origin).ok()).flatten()
}

impl Cors {
    /// Whom the answer to a request may be shown to.
    pub(super) fn reader(&self, request: &HeaderMap) -> Option<HeaderValue> {
        match self {
            Self::Nobody => None,
            Self::Anybody => request.contains_key(ORIGIN).then(|| HeaderValue::from_static("*")),
            Self::Origins(origins) => request.get(ORIGIN).filter(|origin| origins.contains(origin)).cloned(),
        }
    }

    /// What a browser wants to know before it lets a page send a request: the methods there are, and that the headers are fine.
    pub(super) fn preflight(&self, request: &HeaderMap, methods: &str) -> HeaderMap {
        let mut answer = HeaderMap::new();
        if self.reader(request).is_none() || !request.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            return answer;
        }
        if let Ok(methods) = HeaderValue::from_str(methods) {
            answer.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        // Whatever an operation does not know it does not look at.
        if let Some(headers) = request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
        }
        answer.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        answer.append(VARY, HeaderValue::from_static("access-control-request-method, access-control-request-headers"));
        answer
    }

    /// Shows an answer to a page, with all headers that it has.
    pub(super) fn show(&self, reader: Option<HeaderValue>, answer: &mut HeaderMap) {
        if let Self::Origins(_) = self {
            answer.append(VARY, HeaderValue::from_static("origin"));
        }
        let Some(reader) = reader else { return };
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, reader);
        if answer.contains_key(ACCESS_CONTROL_ALLOW_METHODS) {
            // It is for the browser itself.
            return;
        }
        let shown = answer.keys().filter(|name| !HIDDEN.contains(name)).map(HeaderName::as_str);
        // That every answer gets it is not yet to be seen.
        let shown = shown.chain(["x-request-id"]).collect::<Vec<_>>().join(", ");
        if let Ok(shown) = HeaderValue::try_from(shown) {
            answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(Cors::from_variable("*"), Some(Cors::Anybody));
        let two =
            vec![HeaderValue::from_static("https://example.com"), HeaderValue::from_static("http://localhost:3000")];
        assert_eq!(Cors::from_variable("https://example.com, http://localhost:3000"), Some(Cors::Origins(two)));
        for wrong in
            ["", "example.com", "https://example.com/", "https://Example.com", "https://a,", "https://a@b", "a,*"]
        {
            assert_eq!(Cors::from_variable(wrong), None, "{wrong}");
        }
    }
}
