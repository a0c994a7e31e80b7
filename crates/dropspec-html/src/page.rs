//! A page on its way out.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

use super::STYLE;
use crate::content::Content;
use crate::fault::Fault;

/// What a page may do: look as it is meant to, and send forms to the service that it is of.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    // Of ASCII alone, which a header always takes; without it, a page may do nothing.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// A page of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page(pub(crate) String);

impl Page {
    /// The media type of pages.
    pub(crate) const MEDIA_TYPE: &str = "text/html";

    pub(super) fn render(template: &impl Template) -> Result<Self, Fault> {
        Ok(Self(template.render().map_err(|error| error.to_string())?))
    }

    /// What the page is sent with: it may load nothing, and tells nobody where its reader comes from.
    pub(crate) fn headers() -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(CONTENT_SECURITY_POLICY, POLICY.clone());
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        // It is asked for anew whenever somebody comes back: what has been changed is seen at once.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers
    }
}

/// What is written as pages are, sent as they are.
pub(super) fn sent(content: Content) -> Content {
    Content { headers: Page::headers(), ..content }
}

impl From<Page> for Content {
    fn from(page: Page) -> Self {
        Self::with_headers(page.0, Page::headers())
    }
}
