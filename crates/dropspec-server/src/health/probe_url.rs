//! The URL of a probe.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use dropspec_http::health::READY;
use http::Uri;
use http::uri::{PathAndQuery, Scheme};

/// The URL of a readiness probe, such as `http://127.0.0.1:5000/health/ready`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeUrl(Uri);

/// A text is not the URL of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a URL such as http://127.0.0.1:5000{READY}")]
pub struct ProbeUrlError;

impl ProbeUrl {
    /// The readiness probe of a service that listens on an address of this machine. The unspecified address becomes that of the loopback
    /// interface.
    ///
    /// # Errors
    /// When the address cannot be part of a URL.
    pub fn of(address: SocketAddr) -> Result<Self, ProbeUrlError> {
        Self::with_scheme("http", address)
    }

    /// The readiness probe of a service that listens with TLS.
    ///
    /// # Errors
    /// As [`ProbeUrl::of`].
    pub fn over_tls(address: SocketAddr) -> Result<Self, ProbeUrlError> {
        Self::with_scheme("https", address)
    }

    fn with_scheme(scheme: &str, mut address: SocketAddr) -> Result<Self, ProbeUrlError> {
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        format!("{scheme}://{address}").parse()
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.0
    }
}

/// A URL without a path gets that of the readiness probe.
impl FromStr for ProbeUrl {
    type Err = ProbeUrlError;

    fn from_str(text: &str) -> Result<Self, ProbeUrlError> {
        let mut parts = text.parse::<Uri>().map_err(|_| ProbeUrlError)?.into_parts();
        if ![Some(Scheme::HTTP), Some(Scheme::HTTPS)].contains(&parts.scheme) {
            return Err(ProbeUrlError);
        }
        if parts.path_and_query.as_ref().is_none_or(|path| path == "/") {
            parts.path_and_query = Some(PathAndQuery::from_static(READY));
        }
        Uri::from_parts(parts).map(Self).map_err(|_| ProbeUrlError)
    }
}

impl fmt::Display for ProbeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unspecified_address_becomes_loopback() {
        let url = |address: &str| ProbeUrl::of(address.parse().unwrap()).unwrap().to_string();
        assert_eq!(url("0.0.0.0:5000"), "http://127.0.0.1:5000/health/ready");
        assert_eq!(url("[::]:5000"), "http://[::1]:5000/health/ready");
        assert_eq!(url("192.0.2.1:80"), "http://192.0.2.1:80/health/ready");
        assert_eq!(url("[2001:db8::1]:80"), "http://[2001:db8::1]:80/health/ready");
    }

    #[test]
    fn the_default_path_is_that_of_the_readiness_probe() {
        let url = |text: &str| text.parse::<ProbeUrl>().unwrap().to_string();
        assert_eq!(url("http://app:5000"), "http://app:5000/health/ready");
        assert_eq!(url("http://app:5000/"), "http://app:5000/health/ready");
        assert_eq!(url("https://app/health/live"), "https://app/health/live");
    }

    #[test]
    fn other_texts_are_errors() {
        for text in ["", "app", "app:5000", "/health/ready", "ftp://app/health/ready", "http://", "http://a b/"] {
            assert_eq!(text.parse::<ProbeUrl>(), Err(ProbeUrlError), "{text}");
        }
    }
}
