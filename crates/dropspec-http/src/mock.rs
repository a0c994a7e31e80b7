//! Responses of operations that are not implemented: the examples of the document.

use std::ops::RangeInclusive;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::negotiate::preferred;
use crate::response::Response;

/// The header with preferences of the client (RFC 7240).
const PREFER: &str = "prefer";

/// The header with the preferences that were applied.
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// A response that a document declares, with an example or a generated value.
///
/// A service with mocks ([`crate::ServiceConfig::mocks`]) returns them in place of 501, after it has validated the request and its credentials:
/// the success with the lowest status, or the response that the client prefers with `Prefer: code=404` or `Prefer: example=name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mock {
    /// The document's `operationId`.
    pub operation: &'static str,
    /// The statuses that the response is declared for.
    pub statuses: RangeInclusive<u16>,
    /// The name of the example, if it has one.
    pub name: Option<&'static str>,
    /// The media type of the body; `None` for a response without one.
    pub media_type: Option<&'static str>,
    /// The headers, their names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: &'static str,
}

impl Mock {
    /// The response without headers that are invalid in HTTP.
    fn response(&self, status: u16) -> Response {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let mut response = match self.media_type {
            Some(media_type) => Response::bytes(status, media_type, self.body),
            None => Response::empty(status),
        };
        for (name, value) in self.headers {
            // The content type is that of the body.
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
                && name != header::CONTENT_TYPE
            {
                response.headers.insert(name, value);
            }
        }
        response
    }
}

/// The mock of an operation for a request with these headers, as a response; `None` if there is none in an accepted media type. `mocks` has the
/// most specific statuses of an operation first.
pub(crate) fn mock_response(mocks: &[Mock], operation: &str, headers: &HeaderMap) -> Option<Response> {
    let of_operation = || mocks.iter().filter(|mock| mock.operation == operation);
    let preferences = MockPreferences::of(headers);
    let by_code = preferences.code.and_then(|code| of_operation().find(|mock| mock.statuses.contains(&code)));
    let is_success = |mock: &&Mock| (200..300).contains(mock.statuses.start());
    let first = by_code.or_else(|| of_operation().find(is_success)).or_else(|| of_operation().next())?;
    let code = preferences.code.filter(|_| by_code.is_some());

    let declared: Vec<&Mock> = of_operation().filter(|mock| mock.statuses == first.statuses).collect();
    let named = |name: &str| declared.iter().copied().filter(|mock| mock.name == Some(name)).collect::<Vec<_>>();
    let example = preferences.example.map(|name| (name, named(name))).filter(|(_, mocks)| !mocks.is_empty());
    let offers = example.as_ref().map_or(&declared, |(_, mocks)| mocks);

    let status = code.unwrap_or(*first.statuses.start());
    let response = accepted(offers, status, headers)?.response(status);
    let applied = [code.map(|code| format!("code={code}")), example.map(|(name, _)| format!("example={name}"))];
    let applied: Vec<String> = applied.into_iter().flatten().collect();
    Some(response.with_text(PREFERENCE_APPLIED, &applied.join(", ")))
}

/// The offer that the client accepts. An error is also returned to a client that accepts none of them.
fn accepted<'m>(offers: &[&'m Mock], status: u16, headers: &HeaderMap) -> Option<&'m Mock> {
    let media_types: Option<Vec<&str>> = offers.iter().map(|mock| mock.media_type).collect();
    let chosen = media_types.map_or(Some(0), |media_types| preferred(headers, &media_types));
    let index = chosen.or((status >= 400).then_some(0))?;
    offers.get(index).copied()
}

/// The preferences of a client for a response.
#[derive(Debug, Default, PartialEq, Eq)]
struct MockPreferences<'h> {
    code: Option<u16>,
    example: Option<&'h str>,
}

impl<'h> MockPreferences<'h> {
    /// Reads `Prefer`. Of a preference that is repeated, the first counts (RFC 7240, section 2).
    fn of(headers: &'h HeaderMap) -> Self {
        let mut preferences = Self::default();
        let values = headers.get_all(PREFER).iter().filter_map(|value| value.to_str().ok());
        for preference in values.flat_map(|value| value.split(',')) {
            let Some((name, value)) = preference.split(';').next().and_then(|it| it.split_once('=')) else { continue };
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "code" => preferences.code = preferences.code.or(value.parse().ok()),
                "example" => preferences.example = preferences.example.or(Some(value)),
                _ => {}
            }
        }
        preferences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_are_read() {
        let read = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(PREFER, HeaderValue::from_static(value));
            }
            let MockPreferences { code, example } = MockPreferences::of(&headers);
            (code, example.map(str::to_owned))
        };
        let cat = || Some("cat".to_owned());
        assert_eq!(read(&[]), (None, None));
        assert_eq!(read(&["code=404, example=cat"]), (Some(404), cat()));
        assert_eq!(read(&["respond-async", "Example = \"cat\" ; a=b", "CODE=404", "code=500"]), (Some(404), cat()));
        assert_eq!(read(&["code=many, code, example"]), (None, None));
    }
}
