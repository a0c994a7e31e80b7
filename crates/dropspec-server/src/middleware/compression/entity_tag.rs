//! Entity tags of encodings. Two encodings of a representation are not the same bytes, so they cannot share a strong `ETag` (RFC 9110,
//! section 8.8.3.3).

use dropspec_http::Body;
use http::header::{CONTENT_ENCODING, ETAG, IF_MATCH, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// The ends of entity tags by their encodings.
const SUFFIXES: [&str; 3] = ["-gzip\"", "-br\"", "-zstd\""];

/// The preconditions of a request, as the client has sent them.
#[derive(Debug)]
pub(super) struct EncodedTags {
    /// `If-None-Match`, if it names an encoding.
    if_none_match: Option<HeaderValue>,
}

impl EncodedTags {
    /// Removes the encodings from the preconditions, so that the service sees its own tags.
    pub(super) fn take(headers: &mut HeaderMap) -> Self {
        let if_none_match = headers.get(IF_NONE_MATCH).cloned();
        remove_encodings(headers, &IF_MATCH);
        let is_changed = remove_encodings(headers, &IF_NONE_MATCH);
        Self { if_none_match: if_none_match.filter(|_| is_changed) }
    }

    /// Gives a 304 the tag of the encoding that the client has.
    pub(super) fn restore(&self, response: &mut Response<Body>) {
        let Some(sent) = self.if_none_match.as_ref().and_then(|sent| sent.to_str().ok()) else { return };
        if response.status() != StatusCode::NOT_MODIFIED {
            return;
        }
        let Some(tag) = strong_tag(response.headers()) else { return };
        let encoded = SUFFIXES.iter().map(|suffix| format!("{tag}{suffix}")).find(|encoded| sent.contains(encoded));
        if let Some(value) = encoded.and_then(|encoded| HeaderValue::try_from(encoded).ok()) {
            response.headers_mut().insert(ETAG, value);
            response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}

/// Adds the encoding of a response to its strong tag.
pub(super) fn add_encoding(headers: &mut HeaderMap) {
    let encoding = headers.get(CONTENT_ENCODING).and_then(|encoding| encoding.to_str().ok());
    let encoded = strong_tag(headers).zip(encoding).map(|(tag, encoding)| format!("{tag}-{encoding}\""));
    if let Some(value) = encoded.and_then(|encoded| HeaderValue::try_from(encoded).ok()) {
        headers.insert(ETAG, value);
    }
}

/// A strong tag without the quote at its end.
fn strong_tag(headers: &HeaderMap) -> Option<&str> {
    let tag = headers.get(ETAG)?.to_str().ok()?;
    tag.strip_suffix('"').filter(|tag| tag.starts_with('"'))
}

/// Returns whether there were any.
fn remove_encodings(headers: &mut HeaderMap, name: &HeaderName) -> bool {
    let has_encoding =
        |value: &HeaderValue| value.to_str().is_ok_and(|value| SUFFIXES.iter().any(|suffix| value.contains(suffix)));
    if !headers.get_all(name).iter().any(has_encoding) {
        return false;
    }
    let plain: Vec<HeaderValue> = headers.get_all(name).iter().map(without_encodings).collect();
    headers.remove(name);
    for value in plain {
        headers.append(name, value);
    }
    true
}

fn without_encodings(value: &HeaderValue) -> HeaderValue {
    let text = value.to_str().unwrap_or_default();
    let plain = SUFFIXES.iter().fold(text.to_owned(), |text, suffix| text.replace(suffix, "\""));
    // Shorter, but otherwise the same characters.
    HeaderValue::try_from(plain).unwrap_or_else(|_| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_sees_its_own_tags() {
        let mut headers = HeaderMap::new();
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("\"3-gzip\", W/\"2-br\""));
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("\"a-zip\""));
        headers.append(IF_MATCH, HeaderValue::from_static("*"));
        let tags = EncodedTags::take(&mut headers);
        let values: Vec<_> = headers.get_all(IF_NONE_MATCH).iter().collect();
        assert_eq!(values, ["\"3\", W/\"2\"", "\"a-zip\""]);
        assert_eq!(headers[IF_MATCH], "*");
        assert_eq!(tags.if_none_match.unwrap(), "\"3-gzip\", W/\"2-br\"");
    }

    #[test]
    fn only_strong_tags_are_changed() {
        for (tag, expected) in [("\"3\"", "\"3-br\""), ("W/\"3\"", "W/\"3\"")] {
            let mut headers = HeaderMap::new();
            headers.insert(ETAG, HeaderValue::from_static(tag));
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            add_encoding(&mut headers);
            assert_eq!(headers[ETAG], expected);
        }
    }
}
