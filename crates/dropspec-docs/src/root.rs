//! `/`: redirects browsers to the docs page.

use dropspec_http::{PROBLEM_JSON, Problem, Response, Route, preferred};
use http::header::{LOCATION, VARY};
use http::{HeaderMap, Method, StatusCode};

use crate::headers::with_headers;

/// A route at `/` that redirects browsers to the docs page, and responds 404 to other clients.
///
/// It is for services whose document has no path `/`.
#[must_use]
pub fn root<A: Send + Sync>() -> Route<A> {
    Route {
        operation: "root",
        method: Method::GET,
        path: "/",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_: &A, call| Box::pin(async { Ok(respond(call.headers())) }),
    }
}

fn respond(headers: &HeaderMap) -> Response {
    let prefers_html = preferred(headers, &[PROBLEM_JSON, "application/json", "text/html"]) == Some(2);
    let vary = (VARY, "accept");
    if prefers_html {
        return with_headers(Response::empty(StatusCode::SEE_OTHER), &[(LOCATION, "./docs"), vary]);
    }
    with_headers(Response::problem(StatusCode::NOT_FOUND, Problem::new("no such path: /")), &[vary])
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT;

    use super::*;

    #[test]
    fn only_browsers_are_redirected() {
        for (accept, status) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", StatusCode::SEE_OTHER),
            ("*/*", StatusCode::NOT_FOUND),
            ("application/json", StatusCode::NOT_FOUND),
            ("text/html;q=0", StatusCode::NOT_FOUND),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]);
            assert_eq!(respond(&headers).status, status, "{accept}");
        }
        assert_eq!(respond(&HeaderMap::new()).status, StatusCode::NOT_FOUND);
    }
}
