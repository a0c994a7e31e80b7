//! The configuration of a server.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
#[cfg(feature = "tls")]
use std::sync::Arc;
use std::time::Duration;

use dropspec_config::Environment;
use dropspec_http::middleware::{Cors, DEFAULT_REQUEST_TIMEOUT};

use crate::allowed_hosts::AllowedHosts;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// Listen address, timeouts and limits.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address to listen on.
    pub address: SocketAddr,
    /// Timeouts of clients and operations.
    pub timeouts: Timeouts,
    /// The maximum number of connections. Beyond it, connections without a request in flight are closed, the longest idle first.
    pub max_connections: usize,
    /// The maximum number of requests in flight, uploads aside. Further requests get a 503, except those of probes and `/metrics`.
    pub max_requests: usize,
    /// The phases of a graceful shutdown.
    pub drain: Drain,
    /// The certificate of the server; `None` for plain HTTP.
    #[cfg(feature = "tls")]
    pub tls: Option<Arc<Tls>>,
    /// The origins whose pages may use the service.
    pub cors: Cors,
    /// The hosts under which the service can be addressed.
    pub allowed_hosts: AllowedHosts,
    /// Whether responses are compressed for clients that accept it.
    #[cfg(feature = "compression")]
    pub compression: bool,
}

/// Timeouts of clients and operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// The time until the response of an operation begins. After it the operation is cancelled and the client gets a 503. Reading the
    /// body counts, unless the operation streams it.
    pub request: Duration,
    /// The time that a client has to send the head of a request, from the time the connection was made or from the first byte that
    /// follows a response, and the longest pause within a body, after which the response is a 408. A silent connection is closed.
    pub read: Duration,
    /// The time that a connection may have no request in flight, and that a client may not read its response. Between two requests
    /// by HTTP/1.1 the limit is 30 seconds at most, which is that of hyper.
    pub idle: Duration,
}

/// The phases of a graceful shutdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drain {
    /// How long the server goes on to accept requests while it reports that it is not ready, so that load balancers notice.
    pub delay: Duration,
    /// How long requests in flight may take after that.
    pub timeout: Duration,
}

impl Default for Timeouts {
    /// 30 s, 10 s and 75 s.
    fn default() -> Self {
        Self { request: DEFAULT_REQUEST_TIMEOUT, read: Duration::from_secs(10), idle: Duration::from_secs(75) }
    }
}

impl ServerConfig {
    /// The defaults for an address: 10 000 connections, 1024 requests, no delay and 10 s to drain, any host.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            timeouts: Timeouts::default(),
            max_connections: 10_000,
            max_requests: 1024,
            drain: Drain { delay: Duration::ZERO, timeout: Duration::from_secs(10) },
            #[cfg(feature = "tls")]
            tls: None,
            cors: Cors::Disabled,
            allowed_hosts: AllowedHosts::Any,
            #[cfg(feature = "compression")]
            compression: true,
        }
    }
}

impl ServerConfig {
    /// Reads `_BIND`, whose default is `default`, `_REQUEST_TIMEOUT`, `_READ_TIMEOUT`, `_IDLE_TIMEOUT`, `_MAX_CONNECTIONS`,
    /// `_MAX_REQUESTS`, `_DRAIN_DELAY`, `_DRAIN_TIMEOUT`, `_CORS_ORIGINS`, `_ALLOWED_HOSTS`, whose default is
    /// [`AllowedHosts::for_address`], with the feature `tls` also `_TLS_CERTIFICATE` and `_TLS_KEY`,
    /// and with the feature `compression` also `_COMPRESSION`.
    pub fn read(env: &mut Environment, default: SocketAddr) -> Self {
        let Self { address, timeouts, max_connections, max_requests, drain, cors, .. } = Self::new(default);
        let address = env.read("_BIND", address);
        Self {
            address,
            timeouts: Timeouts {
                request: env.positive("_REQUEST_TIMEOUT", timeouts.request),
                read: env.positive("_READ_TIMEOUT", timeouts.read),
                idle: env.positive("_IDLE_TIMEOUT", timeouts.idle),
            },
            max_connections: at_least_one(env, "_MAX_CONNECTIONS", max_connections),
            max_requests: at_least_one(env, "_MAX_REQUESTS", max_requests),
            drain: Drain {
                delay: env.read("_DRAIN_DELAY", drain.delay),
                timeout: env.read("_DRAIN_TIMEOUT", drain.timeout),
            },
            #[cfg(feature = "tls")]
            tls: Tls::read(env),
            cors: env.read("_CORS_ORIGINS", cors),
            allowed_hosts: env.read("_ALLOWED_HOSTS", AllowedHosts::for_address(address)),
            #[cfg(feature = "compression")]
            compression: env.read("_COMPRESSION", true),
        }
    }
}

fn at_least_one(env: &mut Environment, name: &str, default: usize) -> usize {
    env.read_if_set(name).map_or(default, NonZeroUsize::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 5000);

    #[test]
    fn an_empty_environment_is_the_default() {
        let mut env = Environment::of("SHOP", &[]);
        let config = ServerConfig::read(&mut env, ADDRESS);
        let allowed_hosts = AllowedHosts::for_address(ADDRESS);
        let expected = ServerConfig { allowed_hosts, ..ServerConfig::new(ADDRESS) };
        assert_eq!(format!("{config:?}"), format!("{expected:?}"));
        assert_eq!(env.finish(), Ok(()));
    }

    #[test]
    fn variables_override_the_defaults() {
        let mut env = Environment::of(
            "SHOP",
            &[
                ("SHOP_BIND", "0.0.0.0:80"),
                ("SHOP_REQUEST_TIMEOUT", "1s"),
                ("SHOP_READ_TIMEOUT", "2s"),
                ("SHOP_IDLE_TIMEOUT", "3s"),
                ("SHOP_MAX_CONNECTIONS", "4"),
                ("SHOP_MAX_REQUESTS", "5"),
                ("SHOP_DRAIN_DELAY", "6s"),
                ("SHOP_DRAIN_TIMEOUT", "0"),
            ],
        );
        let config = ServerConfig::read(&mut env, ADDRESS);
        assert_eq!(env.finish(), Ok(()));
        let seconds = Duration::from_secs;
        assert_eq!(config.timeouts, Timeouts { request: seconds(1), read: seconds(2), idle: seconds(3) });
        assert_eq!((config.max_connections, config.max_requests), (4, 5));
        assert_eq!(config.drain, Drain { delay: seconds(6), timeout: Duration::ZERO });
        assert_eq!(config.address.port(), 80);
        assert_eq!(config.allowed_hosts, AllowedHosts::Any, "it does not listen on loopback only");
    }

    #[test]
    fn zero_is_an_error() {
        let mut env = Environment::of("SHOP", &[("SHOP_READ_TIMEOUT", "0s"), ("SHOP_MAX_REQUESTS", "0")]);
        ServerConfig::read(&mut env, ADDRESS);
        assert_eq!(
            env.finish().unwrap_err().to_string(),
            "the configuration is wrong in 2 places:\n  SHOP_READ_TIMEOUT must be longer than 0\n  \
             SHOP_MAX_REQUESTS must be a whole number of at least 1, not `0`"
        );
    }
}
