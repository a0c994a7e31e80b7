//! The hosts under which a server can be addressed.

use std::net::{IpAddr, SocketAddr};

use dropspec_config::FromEnv;

/// The hosts under which a server can be addressed. A page on the web can make its own name resolve to a private address, and then read
/// what a server there responds (DNS rebinding); but its requests still have its own name as their host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowedHosts {
    /// All.
    #[default]
    Any,
    /// These names and addresses, in lower case, those of IPv6 without brackets. With any port.
    Only(Vec<Box<str>>),
}

impl AllowedHosts {
    /// The default for a server that listens on an address: the names of the machine itself where only it can connect, or else any.
    #[must_use]
    pub fn for_address(address: SocketAddr) -> Self {
        if !address.ip().is_loopback() {
            return Self::Any;
        }
        let mut hosts: Vec<Box<str>> = ["localhost", "127.0.0.1", "::1"].map(Box::from).into();
        let own = address.ip().to_string().into_boxed_str();
        if !hosts.contains(&own) {
            hosts.push(own);
        }
        Self::Only(hosts)
    }

    /// Whether a server can be addressed under this host, which may have a port.
    pub(crate) fn allows(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(hosts) => {
                let name = without_port(host);
                hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
            }
        }
    }
}

impl FromEnv for AllowedHosts {
    const EXPECTED: &str = "names or addresses such as example.com, with commas between them, or *";

    fn from_env(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        text.split(',').map(|host| parse(host.trim())).collect::<Option<_>>().map(Self::Only)
    }
}

/// A name or an address, without a port.
fn parse(text: &str) -> Option<Box<str>> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Some(address.to_string().into());
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (!text.is_empty() && text.bytes().all(is_name)).then(|| text.to_ascii_lowercase().into())
}

/// The host without its port, its brackets and the dot at the end of an absolute name.
fn without_port(host: &str) -> &str {
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    name.strip_suffix('.').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loopback_server_has_the_names_of_the_machine_itself() {
        let allowed = |address: &str, host: &str| AllowedHosts::for_address(address.parse().unwrap()).allows(host);
        for host in ["localhost", "localhost:5000", "LocalHost.", "127.0.0.1:5000", "[::1]", "[::1]:5000"] {
            assert!(allowed("127.0.0.1:5000", host), "{host}");
            assert!(allowed("[::1]:5000", host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example:5000", "127.0.0.1.evil.example", "192.0.2.1", "[::2]"]
        {
            assert!(!allowed("127.0.0.1:5000", host), "{host}");
        }
        assert!(allowed("127.0.0.2:5000", "127.0.0.2:5000"));
        assert!(allowed("0.0.0.0:5000", "evil.example"));
    }

    #[test]
    fn names_and_addresses_are_parsed() {
        let hosts = AllowedHosts::from_env("Example.com, 192.0.2.1,[2001:db8::1],2001:db8::2").unwrap();
        for host in ["example.com:80", "192.0.2.1", "[2001:db8::1]:80", "[2001:db8::2]"] {
            assert!(hosts.allows(host), "{host}");
        }
        assert!(!hosts.allows("www.example.com"));
        assert_eq!(AllowedHosts::from_env("*"), Some(AllowedHosts::Any));
        for wrong in ["https://example.com", "example.com:80", "a,,b", "*.example.com", "a b"] {
            assert_eq!(AllowedHosts::from_env(wrong), None, "{wrong}");
        }
    }
}
