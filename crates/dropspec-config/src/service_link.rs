//! The variables that Kubernetes sets in each container for the Services of its namespace, unless `enableServiceLinks` is false.
//!
//! For a Service `app` they are `APP_SERVICE_HOST`, `APP_SERVICE_PORT`, `APP_SERVICE_PORT_<NAME>`, `APP_PORT`, and `APP_PORT_<NUMBER>_<PROTOCOL>`
//! with and without `_PROTO`, `_PORT` and `_ADDR`.

/// The protocols of a Service.
const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

/// Whether a variable is one that Kubernetes generates.
pub(crate) fn is_generated(name: &str, value: &str) -> bool {
    name.ends_with("_SERVICE_HOST") || has_service_port(name) || is_address(name, value) || has_port_number(name)
}

/// Whether a variable is the address of a Service, as `APP_PORT=tcp://10.0.0.7:80`. A service may have a variable of this name itself, such as
/// `POSTGRES_PORT`.
pub(crate) fn is_address(name: &str, value: &str) -> bool {
    let is_url = || value.split_once("://").is_some_and(|(scheme, _)| PROTOCOLS.contains(&scheme));
    name.ends_with("_PORT") && is_url()
}

fn has_service_port(name: &str) -> bool {
    let rest = name.split_once("_SERVICE_PORT").map(|(_, rest)| rest);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Whether a name is that of a port: `APP_PORT_80_TCP`, also with an ending.
fn has_port_number(name: &str) -> bool {
    let Some((_, rest)) = name.split_once("_PORT_") else { return false };
    let mut parts = rest.split('_');
    let is_number = parts.next().is_some_and(|number| number.parse::<u16>().is_ok());
    let is_protocol = parts.next().is_some_and(|name| PROTOCOLS.iter().any(|it| it.eq_ignore_ascii_case(name)));
    is_number && is_protocol && matches!(parts.next(), None | Some("PROTO" | "PORT" | "ADDR")) && parts.next().is_none()
}
