//! Which service a health check asks.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use super::READY;

/// The URL of a readiness probe, such as `http://127.0.0.1:5000/health/ready`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(Uri);

/// A text is no URL of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a probe has a URL such as http://127.0.0.1:5000{READY}")]
pub struct TargetError;

impl Target {
    /// The probe of the service of this machine that listens on an address. If these are all addresses, it is asked on the
    /// loopback interface.
    ///
    /// # Errors
    /// When the address cannot be part of a URL.
    pub fn of(address: SocketAddr) -> Result<Self, TargetError> {
        Self::by("http", address)
    }

    /// As [`Target::of`], of a service that listens with TLS.
    ///
    /// # Errors
    /// As [`Target::of`].
    pub fn over_tls(address: SocketAddr) -> Result<Self, TargetError> {
        Self::by("https", address)
    }

    fn by(scheme: &str, mut address: SocketAddr) -> Result<Self, TargetError> {
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        format!("{scheme}://{address}").parse()
    }

    pub(super) fn url(&self) -> &Uri {
        &self.0
    }
}

/// A URL without a path has that of the readiness probe.
impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let mut parts = text.parse::<Uri>().map_err(|_| TargetError)?.into_parts();
        if ![Some(Scheme::HTTP), Some(Scheme::HTTPS)].contains(&parts.scheme) {
            return Err(TargetError);
        }
        if parts.path_and_query.as_ref().is_none_or(|path| path == "/") {
            parts.path_and_query = Some(PathAndQuery::from_static(READY));
        }
        Uri::from_parts(parts).map(Self).map_err(|_| TargetError)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_asked_on_loopback() {
        let url = |address: &str| Target::of(address.parse().unwrap()).unwrap().to_string();
        assert_eq!(url("0.0.0.0:5000"), "http://127.0.0.1:5000/health/ready");
        assert_eq!(url("[::]:5000"), "http://[::1]:5000/health/ready");
        assert_eq!(url("192.0.2.1:80"), "http://192.0.2.1:80/health/ready");
        assert_eq!(url("[2001:db8::1]:80"), "http://[2001:db8::1]:80/health/ready");
    }

    #[test]
    fn a_path_is_kept_and_none_is_that_of_the_probe() {
        let url = |text: &str| text.parse::<Target>().unwrap().to_string();
        assert_eq!(url("http://app:5000"), "http://app:5000/health/ready");
        assert_eq!(url("http://app:5000/"), "http://app:5000/health/ready");
        assert_eq!(url("https://app/health/live"), "https://app/health/live");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "app", "app:5000", "/health/ready", "ftp://app/health/ready", "http://", "http://a b/"] {
            assert_eq!(text.parse::<Target>(), Err(TargetError), "{text}");
        }
    }
}
