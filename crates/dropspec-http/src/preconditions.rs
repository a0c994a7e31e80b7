//! Preconditions of requests for representations (RFC 9110, section 13).

use http::header::{CONTENT_TYPE, ETAG, LAST_MODIFIED};
use http::{HeaderName, Method, StatusCode};

use crate::conditional_headers::ConditionalHeaders;
use crate::entity_tags::{NotTags, Tags};
use crate::problem::Problem;
use crate::response::{Response, ResponseBody};
use dropspec_schema::{ErrorSource, Violation, with_place};

/// Evaluates the preconditions of a request for a representation with an entity tag or a date, in the order of section 13.2.2. Operations evaluate
/// those of changes themselves, before they make them.
pub(crate) fn evaluate(headers: &ConditionalHeaders, method: &Method, response: Response) -> Response {
    let is_read = *method == Method::GET || *method == Method::HEAD;
    if !is_read || !response.status.is_success() {
        return response;
    }
    match failure(headers, &response) {
        Ok(None) => response,
        Ok(Some(Failure::NotModified)) => not_modified(response),
        Ok(Some(Failure::Failed(detail))) => {
            let etag = text(&response, &ETAG).unwrap_or_default();
            Response::problem(StatusCode::PRECONDITION_FAILED, Problem::new(detail)).with_text(ETAG, etag)
        }
        Err(problem) => Response::problem(StatusCode::BAD_REQUEST, problem),
    }
}

/// A precondition that is false.
enum Failure {
    /// The client has the representation.
    NotModified,
    /// The representation is not the one that the client expects.
    Failed(String),
}

fn failure(headers: &ConditionalHeaders, response: &Response) -> Result<Option<Failure>, Problem> {
    let etag = text(response, &ETAG);
    let matching = tags("If-Match", headers.if_match.as_deref().filter(|_| etag.is_some()))?;
    let others = tags("If-None-Match", headers.if_none_match.as_deref().filter(|_| etag.is_some()))?;
    let etag = etag.unwrap_or_default();
    if matching.is_some_and(|tags| !tags.have_strong(etag)) {
        return Ok(Some(Failure::Failed(format!("If-Match failed: the current ETag is {etag}"))));
    }
    if others.is_some_and(|tags| tags.have(etag)) {
        return Ok(Some(Failure::NotModified));
    }
    // Tags have precedence over dates, and what is not a date is ignored (sections 13.1.3 and 13.1.4).
    let date = |value: &str| httpdate::parse_http_date(value).ok();
    let Some((modified, modified_at)) = text(response, &LAST_MODIFIED).and_then(|it| Some((it, date(it)?))) else {
        return Ok(None);
    };
    let since =
        |value: &Option<String>, tags: &Option<String>| value.as_deref().filter(|_| tags.is_none()).and_then(date);
    if since(&headers.if_unmodified_since, &headers.if_match).is_some_and(|since| modified_at > since) {
        return Ok(Some(Failure::Failed(format!("If-Unmodified-Since failed: last modified on {modified}"))));
    }
    let is_known = since(&headers.if_modified_since, &headers.if_none_match).is_some_and(|since| modified_at <= since);
    Ok(is_known.then_some(Failure::NotModified))
}

fn text<'r>(response: &'r Response, name: &HeaderName) -> Option<&'r str> {
    response.headers.get(name).and_then(|value| value.to_str().ok())
}

fn tags<'h>(name: &str, value: Option<&'h str>) -> Result<Option<Tags<'h>>, Problem> {
    value.map(Tags::parse).transpose().map_err(|error: NotTags| {
        let source = ErrorSource::Parameter(name.to_owned());
        Problem::invalid(vec![Violation { source, detail: with_place(&error.to_string(), name) }])
    })
}

/// 304 with the headers of a response, apart from those of its content (RFC 9110, section 15.4.5).
fn not_modified(mut response: Response) -> Response {
    response.headers.remove(CONTENT_TYPE);
    Response { status: StatusCode::NOT_MODIFIED, payload: ResponseBody::Empty, checks: Vec::new(), ..response }
}

#[cfg(test)]
mod tests {
    use http::header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
    use http::{HeaderMap, HeaderValue};

    use super::*;

    /// The status of a response to a request with these headers.
    fn status(method: &Method, headers: &[(HeaderName, &'static str)], response: Response) -> u16 {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        let headers = ConditionalHeaders::of(&HeaderMap::from_iter(headers)).unwrap();
        let response = evaluate(&headers, method, response);
        if response.status == StatusCode::NOT_MODIFIED {
            assert!(!response.headers.contains_key(CONTENT_TYPE) && !response.headers.is_empty());
        }
        response.status.as_u16()
    }

    fn tagged(etag: &str) -> Response {
        Response::bytes(StatusCode::OK, "text/plain", "text").with_text(ETAG, etag)
    }

    #[test]
    fn a_representation_that_the_client_has_is_not_sent() {
        for (value, expected) in
            [("\"1\"", 304), ("*", 304), ("W/\"1\"", 304), ("\"2\"", 200), ("", 200), ("1", 400), ("\"2\", \"1\"", 304)]
        {
            let headers = [(IF_NONE_MATCH, value)];
            assert_eq!(status(&Method::GET, &headers, tagged("\"1\"")), expected, "{value}");
            assert_eq!(status(&Method::HEAD, &headers, tagged("\"1\"")), expected, "{value}");
            assert_eq!(status(&Method::PUT, &headers, tagged("\"1\"")), 200, "{value}");
        }
        assert_eq!(status(&Method::GET, &[(IF_NONE_MATCH, "*")], tagged("")), 200, "no entity tag");
    }

    #[test]
    fn another_representation_than_the_expected_one_is_not_sent() {
        for (value, expected) in [("\"1\"", 200), ("*", 200), ("W/\"1\"", 412), ("\"2\"", 412), ("", 412), ("1", 400)] {
            assert_eq!(status(&Method::GET, &[(IF_MATCH, value)], tagged("\"1\"")), expected, "{value}");
        }
        assert_eq!(status(&Method::GET, &[(IF_MATCH, "\"1\"")], tagged("W/\"1\"")), 412);
    }

    #[test]
    fn dates_are_compared_where_there_are_no_tags() {
        const BEFORE: &str = "Sat, 14 Apr 2012 23:39:59 GMT";
        const THEN: &str = "Sat, 14 Apr 2012 23:40:00 GMT";
        let dated = || tagged("\"1\"").with_text(LAST_MODIFIED, THEN);
        let get = |headers: &[(HeaderName, &'static str)]| status(&Method::GET, headers, dated());
        assert_eq!(get(&[(IF_MODIFIED_SINCE, THEN)]), 304);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, BEFORE)]), 200);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, "yesterday")]), 200);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, THEN), (IF_NONE_MATCH, "\"2\"")]), 200);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, THEN)]), 200);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, BEFORE)]), 412);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, BEFORE), (IF_MATCH, "\"1\"")]), 200);
        assert_eq!(status(&Method::GET, &[(IF_MODIFIED_SINCE, THEN)], tagged("\"1\"")), 200, "no date");
    }
}
