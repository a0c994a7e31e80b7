//! Preconditions of requests for representations (RFC 9110, section 13).

use http::header::{CONTENT_TYPE, ETAG};
use http::{Method, StatusCode};

use crate::conditional_headers::ConditionalHeaders;
use crate::entity_tags::{NotTags, Tags};
use crate::problem::Problem;
use crate::response::{Response, ResponseBody};
use dropspec_schema::{ErrorSource, Violation, with_place};

/// Evaluates the preconditions of a request for a representation that has an entity tag. Operations evaluate those of changes themselves, before
/// they make them.
pub(crate) fn evaluate(headers: &ConditionalHeaders, method: &Method, response: Response) -> Response {
    let is_read = *method == Method::GET || *method == Method::HEAD;
    let etag = response.headers.get(ETAG).and_then(|etag| etag.to_str().ok());
    let Some(etag) = etag.filter(|_| is_read && response.status.is_success()) else { return response };
    let matching = parse("If-Match", headers.if_match.as_deref());
    let others = parse("If-None-Match", headers.if_none_match.as_deref());
    match (matching, others) {
        (Err(problem), _) | (_, Err(problem)) => Response::problem(StatusCode::BAD_REQUEST, problem),
        (Ok(Some(tags)), _) if !tags.have_strong(etag) => {
            let problem = Problem::new(format!("If-Match failed: the current ETag is {etag}"));
            Response::problem(StatusCode::PRECONDITION_FAILED, problem).with_text(ETAG, etag)
        }
        (_, Ok(Some(tags))) if tags.have(etag) => not_modified(response),
        _ => response,
    }
}

fn parse<'h>(name: &str, value: Option<&'h str>) -> Result<Option<Tags<'h>>, Problem> {
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
    use http::header::{IF_MATCH, IF_NONE_MATCH};
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::*;

    fn status(method: &Method, name: HeaderName, value: &'static str, etag: &str) -> u16 {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        let response = Response::bytes(StatusCode::OK, "text/plain", "text").with_text(ETAG, etag);
        let response = evaluate(&ConditionalHeaders::of(&headers).unwrap(), method, response);
        if response.status == StatusCode::NOT_MODIFIED {
            assert!(response.headers.contains_key(ETAG) && !response.headers.contains_key(CONTENT_TYPE));
        }
        response.status.as_u16()
    }

    #[test]
    fn a_representation_that_the_client_has_is_not_sent() {
        for (value, expected) in
            [("\"1\"", 304), ("*", 304), ("W/\"1\"", 304), ("\"2\"", 200), ("", 200), ("1", 400), ("\"2\", \"1\"", 304)]
        {
            assert_eq!(status(&Method::GET, IF_NONE_MATCH, value, "\"1\""), expected, "{value}");
            assert_eq!(status(&Method::HEAD, IF_NONE_MATCH, value, "\"1\""), expected, "{value}");
            assert_eq!(status(&Method::PUT, IF_NONE_MATCH, value, "\"1\""), 200, "{value}");
        }
        assert_eq!(status(&Method::GET, IF_NONE_MATCH, "*", ""), 200, "no entity tag");
    }

    #[test]
    fn another_representation_than_the_expected_one_is_not_sent() {
        for (value, expected) in [("\"1\"", 200), ("*", 200), ("W/\"1\"", 412), ("\"2\"", 412), ("", 412), ("1", 400)] {
            assert_eq!(status(&Method::GET, IF_MATCH, value, "\"1\""), expected, "{value}");
        }
        assert_eq!(status(&Method::GET, IF_MATCH, "\"1\"", "W/\"1\""), 412);
    }
}
