//! The environment of each service that is run with others.

use std::collections::BTreeMap;
use std::env;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::service::Service;

/// The changes to the environment of a service: variables that are set, and those that are removed.
///
/// Variables that only other services know are removed, because the service would report those that begin with its own prefix as unknown: the
/// service `role` does not know the `ROLE_URL` with which a page finds it. The URLs of services that the service calls are set to where those
/// listen, unless they are set already.
pub(super) fn changes(service: &Service, all: &[Service]) -> BTreeMap<String, Option<String>> {
    let known = service.variables();
    let mut changes = BTreeMap::new();
    for other in all.iter().filter(|other| other.name != service.name) {
        let foreign = other.variables().into_iter().filter(|name| !known.contains(name));
        changes.extend(foreign.map(|name| (name, None)));
        let url = format!("{}_URL", other.prefix);
        // The certificate of a service with TLS is not for an address of this machine.
        let has_tls = env::var_os(format!("{}_TLS_CERTIFICATE", other.prefix)).is_some();
        if known.contains(&url) && !has_tls && env::var_os(&url).is_none_or(|value| value.is_empty()) {
            changes.insert(url, Some(format!("http://{}", reachable(other.address()))));
        }
    }
    changes
}

/// The address at which this machine reaches what listens on an address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}
