//! Counts requests in flight.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use http::Version;

/// One request more, which is in flight.
const ENTERED: u32 = 1 << 16 | 1;

/// Set for connections by HTTP/2.
const HTTP2: u32 = 1 << 15;

/// The requests in flight, in all and by the port of the client.
///
/// dropshot does not expose its connections, so a port stands for a connection. Two clients may have the same port; then both count as busy
/// while one of them is, which keeps the other one open for longer. A word has the number of requests so far in its upper half, which wraps
/// around, and in its lower half [`HTTP2`] and the number of requests in flight.
pub(crate) struct InFlight {
    ports: Box<[AtomicU32]>,
    total: AtomicUsize,
}

/// What is known of the requests of a connection.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "the guard of idle connections needs Linux"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ConnectionState {
    /// Whether a request is in flight.
    pub(crate) is_busy: bool,
    /// The number of requests so far, modulo 65536.
    pub(crate) requests: u16,
    /// Whether the requests came by HTTP/2.
    pub(crate) is_http2: bool,
}

/// A request that is in flight until this is dropped.
pub(crate) struct InFlightGuard {
    in_flight: Arc<InFlight>,
    port: Option<u16>,
}

impl InFlight {
    pub(crate) fn new() -> Arc<Self> {
        let ports = std::iter::repeat_with(AtomicU32::default).take(usize::from(u16::MAX) + 1).collect();
        Arc::new(Self { ports, total: AtomicUsize::new(0) })
    }

    /// Counts a request, whose client is unknown without a listener.
    pub(crate) fn enter(self: &Arc<Self>, peer: Option<SocketAddr>, version: Version) -> InFlightGuard {
        self.total.fetch_add(1, Ordering::Relaxed);
        let port = peer.map(|peer| peer.port());
        if let Some(port) = port {
            self.port(port).fetch_add(ENTERED, Ordering::Relaxed);
            if version == Version::HTTP_2 {
                self.port(port).fetch_or(HTTP2, Ordering::Relaxed);
            }
        }
        InFlightGuard { in_flight: Arc::clone(self), port }
    }

    /// The number of requests in flight.
    pub(crate) fn total(&self) -> usize {
        self.total.load(Ordering::Relaxed)
    }

    /// The state of the connection with a client.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "the guard of idle connections needs Linux"))]
    pub(crate) fn connection(&self, peer: SocketAddr) -> ConnectionState {
        let word = self.port(peer.port()).load(Ordering::Relaxed);
        // What is left after the shift fits.
        #[allow(clippy::cast_possible_truncation)]
        ConnectionState { is_busy: word & (HTTP2 - 1) > 0, requests: (word >> 16) as u16, is_http2: word & HTTP2 > 0 }
    }

    /// Resets the state of a connection that is closed.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "the guard of idle connections needs Linux"))]
    pub(crate) fn forget(&self, peer: SocketAddr) {
        self.port(peer.port()).fetch_and(HTTP2 - 1, Ordering::Relaxed);
    }

    fn port(&self, port: u16) -> &AtomicU32 {
        &self.ports[usize::from(port)]
    }
}

impl std::fmt::Debug for InFlight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InFlight").field("total", &self.total()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for InFlightGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InFlightGuard").field("port", &self.port).finish_non_exhaustive()
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.in_flight.total.fetch_sub(1, Ordering::Relaxed);
        if let Some(port) = self.port {
            self.in_flight.port(port).fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(port: u16) -> SocketAddr {
        ([127, 0, 0, 1], port).into()
    }

    #[test]
    fn requests_are_counted_by_connection() {
        let in_flight = InFlight::new();
        let first = in_flight.enter(Some(peer(1)), Version::HTTP_11);
        let second = in_flight.enter(Some(peer(1)), Version::HTTP_11);
        drop(first);
        let state = ConnectionState { is_busy: true, requests: 2, is_http2: false };
        assert_eq!(in_flight.connection(peer(1)), state);
        assert_eq!((in_flight.connection(peer(0)).is_busy, in_flight.total()), (false, 1));
        in_flight.forget(peer(1));
        assert_eq!(in_flight.connection(peer(1)), ConnectionState { requests: 0, ..state });
        drop(second);
        assert_eq!((in_flight.connection(peer(1)).is_busy, in_flight.total()), (false, 0));
    }

    #[test]
    fn the_number_of_requests_wraps_around_alone() {
        let in_flight = InFlight::new();
        let _guard = in_flight.enter(Some(peer(65535)), Version::HTTP_2);
        for _ in 0..65537 {
            drop(in_flight.enter(Some(peer(65535)), Version::HTTP_2));
        }
        let state = ConnectionState { is_busy: true, requests: 2, is_http2: true };
        assert_eq!(in_flight.connection(peer(65535)), state);
    }
}
