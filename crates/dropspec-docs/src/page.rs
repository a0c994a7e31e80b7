//! `/docs`: the page and its assets.

use std::sync::LazyLock;

use bytes::Bytes;
use dropspec_http::{HandlerFuture, RequestContext, Response, Route};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{Method, StatusCode};

use crate::asset::Asset;
use crate::headers::with_headers;

/// The page may load its assets and call its own service, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The [`Asset`] that the build script has compressed under a name.
macro_rules! embedded {
    ($name:literal, $content_type:literal) => {
        Asset::new($content_type, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")))
    };
}

static BUNDLE: Asset = embedded!("swagger-ui-bundle.js", "text/javascript; charset=utf-8");
static INITIALIZER: Asset = embedded!("initializer.js", "text/javascript; charset=utf-8");
static STYLE: Asset = embedded!("swagger-ui.css", "text/css; charset=utf-8");
static PAGE_STYLE: Asset = embedded!("page.css", "text/css; charset=utf-8");
static ICON: Asset = embedded!("favicon-32x32.png", "image/png");

/// The page at `/docs`, whose assets are in a folder below.
static PAGE: LazyLock<Bytes> = LazyLock::new(|| page("docs/"));
/// The page at `/docs/`, whose assets are beside it.
static PAGE_IN_FOLDER: LazyLock<Bytes> = LazyLock::new(|| page(""));

/// The routes of the docs page: `/docs`, `/docs/` and the assets.
///
/// The page shows the document of [`dropspec_http::document::routes`].
#[must_use]
pub fn routes<A: Send + Sync>() -> Vec<Route<A>> {
    vec![
        route("/docs", |_, _| Box::pin(async { Ok(html(&PAGE)) })),
        route("/docs/", |_, _| Box::pin(async { Ok(html(&PAGE_IN_FOLDER)) })),
        route("/docs/swagger-ui-bundle.js", |_, call| asset(&BUNDLE, call)),
        route("/docs/initializer.js", |_, call| asset(&INITIALIZER, call)),
        route("/docs/swagger-ui.css", |_, call| asset(&STYLE, call)),
        route("/docs/page.css", |_, call| asset(&PAGE_STYLE, call)),
        route("/docs/favicon-32x32.png", |_, call| asset(&ICON, call)),
    ]
}

fn route<A>(path: &'static str, handler: for<'a> fn(&'a A, &'a mut RequestContext) -> HandlerFuture<'a>) -> Route<A> {
    Route { operation: "docs", method: Method::GET, path, consumes: &[], produces: &[], renderer: None, handler }
}

fn asset<'a>(asset: &'static Asset, call: &'a RequestContext) -> HandlerFuture<'a> {
    Box::pin(async { asset.response(call.headers()) })
}

fn page(folder: &str) -> Bytes {
    include_str!("../assets/page.html").replace("{folder}", folder).into()
}

fn html(page: &Bytes) -> Response {
    let response = Response::bytes(StatusCode::OK, "text/html; charset=utf-8", page.clone());
    with_headers(
        response,
        &[
            (CONTENT_SECURITY_POLICY, POLICY),
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (CACHE_CONTROL, "no-cache"),
        ],
    )
}
