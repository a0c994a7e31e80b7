//! `/docs`: the document as a page on which its operations can be tried, by [Swagger UI].
//!
//! All that the page needs is inside the program, and its Content-Security-Policy keeps it from loading anything from
//! elsewhere. Its links are relative, so that it works behind a prefix as well.
//!
//! [Swagger UI]: https://github.com/swagger-api/swagger-ui

mod accept;
#[macro_use]
mod file;

use std::sync::LazyLock;

use bytes::Bytes;
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::problem::Problem;
use crate::reply::Reply;
use crate::router::Route;
use accept::weight;
use file::File;

/// What the page may do: load what is beside it and call the service that it is of.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static BUNDLE: File = embedded!("swagger-ui-bundle.js", "text/javascript; charset=utf-8");
static INITIALIZER: File = embedded!("initializer.js", "text/javascript; charset=utf-8");
static STYLE: File = embedded!("swagger-ui.css", "text/css; charset=utf-8");
static PAGE_STYLE: File = embedded!("page.css", "text/css; charset=utf-8");
static ICON: File = embedded!("favicon-32x32.png", "image/png");

/// The page at `/docs`, from where its files are in a folder.
static PAGE: LazyLock<Bytes> = LazyLock::new(|| page("docs/"));
/// The page at `/docs/`, beside its files.
static PAGE_IN_FOLDER: LazyLock<Bytes> = LazyLock::new(|| page(""));

/// The routes of the docs page: `/docs`, `/docs/` and what the page loads from there.
///
/// The page shows the document of [`document::routes`](crate::document::routes).
#[must_use]
pub fn routes<A: Send + Sync>() -> Vec<Route<A>> {
    macro_rules! file {
        ($path:literal, $file:expr) => {
            Route {
                operation: "docs",
                method: Method::GET,
                path: $path,
                consumes: &[],
                produces: &[],
                pages: None,
                handler: |_: &A, call| Box::pin(async { Ok($file.answer(call.headers())?) }),
            }
        };
    }
    macro_rules! page {
        ($path:literal, $page:expr) => {
            Route {
                operation: "docs",
                method: Method::GET,
                path: $path,
                consumes: &[],
                produces: &[],
                pages: None,
                handler: |_: &A, _| Box::pin(async { Ok(html($page.clone())) }),
            }
        };
    }
    vec![
        page!("/docs", PAGE),
        page!("/docs/", PAGE_IN_FOLDER),
        file!("/docs/swagger-ui-bundle.js", BUNDLE),
        file!("/docs/initializer.js", INITIALIZER),
        file!("/docs/swagger-ui.css", STYLE),
        file!("/docs/page.css", PAGE_STYLE),
        file!("/docs/favicon-32x32.png", ICON),
    ]
}

/// A route that sends whoever comes to `/` with a browser to the page, and answers anyone else that nothing is there.
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
        pages: None,
        handler: |_: &A, call| Box::pin(async { Ok(welcome(call.headers())) }),
    }
}

fn page(folder: &str) -> Bytes {
    include_str!("page.html").replace("{folder}", folder).into()
}

fn html(page: Bytes) -> Reply {
    let reply = Reply::bytes(StatusCode::OK, "text/html; charset=utf-8", page);
    with_headers(
        reply,
        &[
            (CONTENT_SECURITY_POLICY, POLICY),
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (CACHE_CONTROL, "no-cache"),
        ],
    )
}

fn welcome(headers: &HeaderMap) -> Reply {
    let vary = (VARY, "accept");
    if weight(headers, &ACCEPT, "text/html").is_some_and(|weight| weight > 0.0) {
        return with_headers(Reply::empty(StatusCode::SEE_OTHER), &[(LOCATION, "./docs"), vary]);
    }
    with_headers(Reply::problem(StatusCode::NOT_FOUND, Problem::new("there is nothing at /")), &[vary])
}

fn with_headers(mut reply: Reply, headers: &[(HeaderName, &'static str)]) -> Reply {
    reply.headers.extend(headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))));
    reply
}
