//! What holds for the connections of a server.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::cors::Cors;
use super::tls::Tls;
use crate::config::Variables;

/// Where a server listens, and what it does not put up with.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address to listen on.
    pub address: SocketAddr,
    /// How long clients and operations may take.
    pub timeouts: Timeouts,
    /// How many connections there may be. When there are more, those that have no request under way are closed, the longest idle first.
    pub max_connections: usize,
    /// How many requests may be under way at once. Others are answered with 503 at once, but for the probes and `/metrics`.
    pub max_requests: usize,
    /// How the server ends.
    pub drain: Drain,
    /// The certificate of the server, if it speaks TLS and not plain HTTP.
    pub tls: Option<Arc<Tls>>,
    /// Which pages of other origins may use the service.
    pub cors: Cors,
}

/// How long clients and operations may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// An operation, until its answer begins: then it is cancelled, which rolls back, and answered with 503. The reading of the body
    /// counts, unless the operation reads it as it comes.
    pub request: Duration,
    /// A client that is to send a request: its whole head, counted from when the connection was made or from the first byte that
    /// follows an answer, and each pause within its body, which is answered with 408. A connection that stays silent is closed.
    pub read: Duration,
    /// A connection that has no request under way, and a client that does not take its answer. HTTP/1.1 waits for at most 30 seconds
    /// between two requests, whatever is said here: that is hyper's.
    pub idle: Duration,
}

/// How a server ends that is told to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drain {
    /// For how long it goes on to serve when it says already that it is not ready, so that whoever sends it requests can notice.
    pub delay: Duration,
    /// How long the requests that are under way then may take to finish.
    pub timeout: Duration,
}

impl Default for Timeouts {
    /// 30 s, 10 s and 75 s.
    fn default() -> Self {
        Self { request: Duration::from_secs(30), read: Duration::from_secs(10), idle: Duration::from_secs(75) }
    }
}

impl ServerConfig {
    /// The defaults for an address: 10 000 connections, 1024 requests, no delay and 10 s to drain.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            timeouts: Timeouts::default(),
            max_connections: 10_000,
            max_requests: 1024,
            drain: Drain { delay: Duration::ZERO, timeout: Duration::from_secs(10) },
            tls: None,
            cors: Cors::Nobody,
        }
    }
}

impl ServerConfig {
    /// Reads `_BIND`, without which it is `default`, `_REQUEST_TIMEOUT`, `_READ_TIMEOUT`, `_IDLE_TIMEOUT`, `_MAX_CONNECTIONS`,
    /// `_MAX_REQUESTS`, `_DRAIN_DELAY`, `_DRAIN_TIMEOUT`, `_TLS_CERTIFICATE`, `_TLS_KEY` and `_CORS_ORIGINS`.
    pub fn read(variables: &mut Variables, default: SocketAddr) -> Self {
        let Self { address, timeouts, max_connections, max_requests, drain, cors, .. } = Self::new(default);
        Self {
            address: variables.read("_BIND", address),
            timeouts: Timeouts {
                request: variables.positive("_REQUEST_TIMEOUT", timeouts.request),
                read: variables.positive("_READ_TIMEOUT", timeouts.read),
                idle: variables.positive("_IDLE_TIMEOUT", timeouts.idle),
            },
            max_connections: some(variables, "_MAX_CONNECTIONS", max_connections),
            max_requests: some(variables, "_MAX_REQUESTS", max_requests),
            drain: Drain {
                delay: variables.read("_DRAIN_DELAY", drain.delay),
                timeout: variables.read("_DRAIN_TIMEOUT", drain.timeout),
            },
            tls: Tls::read(variables),
            cors: variables.read("_CORS_ORIGINS", cors),
        }
    }
}

fn some(variables: &mut Variables, name: &str, default: usize) -> usize {
    variables.read_if_set(name).map_or(default, NonZeroUsize::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 5000);

    #[test]
    fn nothing_said_is_the_default() {
        let mut variables = Variables::of("SHOP", &[]);
        let config = ServerConfig::read(&mut variables, ADDRESS);
        assert_eq!(format!("{config:?}"), format!("{:?}", ServerConfig::new(ADDRESS)));
        assert_eq!(variables.finish(), Ok(()));
    }

    #[test]
    fn what_is_said_holds() {
        let mut variables = Variables::of(
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
        let config = ServerConfig::read(&mut variables, ADDRESS);
        assert_eq!(variables.finish(), Ok(()));
        let seconds = Duration::from_secs;
        assert_eq!(config.timeouts, Timeouts { request: seconds(1), read: seconds(2), idle: seconds(3) });
        assert_eq!((config.max_connections, config.max_requests), (4, 5));
        assert_eq!(config.drain, Drain { delay: seconds(6), timeout: Duration::ZERO });
        assert_eq!(config.address.port(), 80);
    }

    #[test]
    fn nothing_is_done_in_no_time() {
        let mut variables = Variables::of("SHOP", &[("SHOP_READ_TIMEOUT", "0s"), ("SHOP_MAX_REQUESTS", "0")]);
        ServerConfig::read(&mut variables, ADDRESS);
        assert_eq!(
            variables.finish().unwrap_err().to_string(),
            "the configuration is wrong in 2 places:\n  SHOP_READ_TIMEOUT must be longer than 0\n  \
             SHOP_MAX_REQUESTS must be a whole number of at least 1, not `0`"
        );
    }
}
