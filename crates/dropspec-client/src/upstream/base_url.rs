//! The URL of an upstream.

use dropspec_config::FromEnv;
use reqwest::Url;

/// The URL that the paths of an upstream are added to: scheme, host, and maybe a port and a path. It has no credentials and no query, which
/// would be part of each request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

impl BaseUrl {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether connections to it have TLS.
    pub(super) fn is_https(&self) -> bool {
        self.0.split(':').next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }
}

impl FromEnv for BaseUrl {
    const EXPECTED: &str = if cfg!(feature = "tls") {
        "a URL such as http://stock:5000 or https://example.com/stock"
    } else {
        "a URL such as http://stock:5000 (https is not compiled in)"
    };

    fn from_env(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_scheme = url.scheme() == "http" || (cfg!(feature = "tls") && url.scheme() == "https");
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_base = url.query().is_none() && url.fragment().is_none();
        (is_scheme && url.has_host() && is_plain && is_base).then(|| Self(text.trim_end_matches('/').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_has_a_host_and_nothing_that_each_request_would_have() {
        let read = |text| BaseUrl::from_env(text).map(|url| url.0);
        assert_eq!(read("http://stock:5000/").as_deref(), Some("http://stock:5000"));
        assert_eq!(read("http://[::1]:5000/a/b").as_deref(), Some("http://[::1]:5000/a/b"));
        assert_eq!(read("https://stock").is_some(), cfg!(feature = "tls"));
        assert!(BaseUrl("HTTPS://stock".to_owned()).is_https() && !BaseUrl("http://https".to_owned()).is_https());
        for wrong in [
            "",
            "stock",
            "stock:5000",
            "ftp://stock",
            "http://",
            "http://u:p@stock",
            "http://stock/?a",
            "http://stock/#a",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
