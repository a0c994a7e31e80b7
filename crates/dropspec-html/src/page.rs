//! A page and its headers.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dropspec_http::{Alternate, Content};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

/// The style sheet in every page; the Content-Security-Policy has its hash.
pub(crate) const STYLE: &str = include_str!("../templates/style.css");

/// The media type of pages, with its parameters.
const CONTENT_TYPE: &str = "text/html; charset=utf-8";

/// A page may use its own style sheet and send forms to its own service, nothing else.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    // The policy is ASCII, which is always a valid header; the strictest policy is the fallback.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// A page of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page(pub(crate) String);

impl Page {
    /// The media type of pages, without parameters.
    pub(crate) const MEDIA_TYPE: &str = "text/html";

    pub(crate) fn render(template: &impl Template) -> Result<Self, askama::Error> {
        template.render().map(Self)
    }
}

/// The headers of a page beside its content type.
fn headers() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Browsers revalidate the page when a user goes back, and so show changes at once.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers
}

/// Adds the headers of a page to a streamed one.
pub(crate) fn streamed(content: Content) -> Content {
    Content { headers: headers(), ..content }
}

impl From<Page> for Content {
    fn from(page: Page) -> Self {
        Self::with_headers(page.0, headers())
    }
}

impl From<Page> for Alternate {
    fn from(page: Page) -> Self {
        Self { media_type: CONTENT_TYPE, headers: headers(), body: page.0.into() }
    }
}
