//! Closes idle connections.
//!
//! dropshot never closes a connection that stays silent, nor an idle one by HTTP/2, and does not limit their number. So a thread inspects the
//! sockets of the process from time to time, which costs requests nothing but the counters of [`InFlight`].

use std::collections::HashMap;
use std::net::SocketAddr;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, io};

use dropspec_http::{BackgroundTask, Shutdown};
use tracing::warn;

use super::descriptor_limit;
use super::descriptors::Descriptors;
use super::sockets;
use super::tcp_info::TcpInfo;
use crate::config::{ServerConfig, Timeouts};
use crate::in_flight::{ConnectionState, InFlight};

/// The longest and the shortest time between two ticks.
const MAX_PERIOD: Duration = Duration::from_secs(1);
const MIN_PERIOD: Duration = Duration::from_millis(50);

/// The time between two ticks while there are too many connections.
const EXCESS_PERIOD: Duration = Duration::from_millis(200);

/// How often is checked whether descriptors become scarce, which brings the next tick forward: thousands of connections can be made within
/// a period.
const SCARCITY_PERIOD: Duration = Duration::from_millis(50);

/// A thread that closes the idle connections of a server, until this is dropped.
pub(super) struct IdleGuard(#[expect(dead_code, reason = "it ends when it is dropped")] Option<BackgroundTask>);

impl IdleGuard {
    /// Starts the thread. Without `/proc` there is none.
    pub(super) fn start(config: &ServerConfig, in_flight: &Arc<InFlight>) -> io::Result<Self> {
        // Opened once, since there may be no descriptor left when the thread is restarted.
        let mut descriptors = match Descriptors::open() {
            Ok(descriptors) => descriptors,
            Err(error) => {
                warn!(cause = %error, "idle connections are not closed, and their number is not limited");
                return Ok(Self(None));
            }
        };
        let (config, in_flight) = (config.clone(), Arc::clone(in_flight));
        let work = move |shutdown: &Shutdown| {
            Connections::new(&config, &mut descriptors, &in_flight).guard(shutdown, period(&config.timeouts));
            Ok(())
        };
        Ok(Self(Some(BackgroundTask::spawn("connections", work)?)))
    }
}

impl fmt::Debug for IdleGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdleGuard").finish_non_exhaustive()
    }
}

/// A period that is short enough for the timeouts.
fn period(timeouts: &Timeouts) -> Duration {
    (timeouts.read.min(timeouts.idle) / 8).clamp(MIN_PERIOD, MAX_PERIOD)
}

/// The connections of a server, from tick to tick.
struct Connections<'d> {
    address: SocketAddr,
    timeouts: Timeouts,
    max_connections: usize,
    /// The number of descriptors from which on they are scarce.
    scarce: u64,
    descriptors: &'d mut Descriptors,
    in_flight: &'d InFlight,
    known: HashMap<RawFd, Connection>,
}

impl<'d> Connections<'d> {
    fn new(config: &ServerConfig, descriptors: &'d mut Descriptors, in_flight: &'d InFlight) -> Self {
        let ServerConfig { address, timeouts, max_connections, .. } = *config;
        let scarce = descriptor_limit::scarce(max_connections);
        Self { address, timeouts, max_connections, scarce, descriptors, in_flight, known: HashMap::new() }
    }

    /// Ticks until a shutdown is requested.
    fn guard(mut self, shutdown: &Shutdown, period: Duration) {
        loop {
            // A list that cannot be read now is read at the next tick.
            let is_excess = self.tick(Instant::now()).unwrap_or(false);
            if self.wait(shutdown, if is_excess { period.min(EXCESS_PERIOD) } else { period }) {
                return;
            }
        }
    }

    /// Waits for a period, or until descriptors are scarce. Returns whether a shutdown is requested.
    fn wait(&self, shutdown: &Shutdown, period: Duration) -> bool {
        let begin = Instant::now();
        loop {
            if shutdown.wait(SCARCITY_PERIOD.min(period)) {
                return true;
            }
            if begin.elapsed() >= period || self.descriptors.lowest_free().is_none_or(|number| number >= self.scarce) {
                return false;
            }
        }
    }

    /// Inspects all connections once and closes those that are idle for too long. Returns whether there are too many.
    fn tick(&mut self, now: Instant) -> io::Result<bool> {
        let mut to_close = Vec::new();
        for (number, peer) in sockets::connections(self.descriptors, self.address)? {
            let connection = self.known.entry(number).or_insert_with(|| Connection::new(peer, now));
            if connection.peer != peer {
                *connection = Connection::new(peer, now);
            }
            connection.seen = now;
            if connection.is_expired(self.in_flight.connection(peer), &self.timeouts, now, TcpInfo::of(number)) {
                to_close.push((number, peer));
            }
        }
        self.forget_closed(now);
        let excess = self.known.len().saturating_sub(self.max_connections).saturating_sub(to_close.len());
        if excess > 0 {
            to_close.extend(self.longest_idle(excess));
        }
        for (number, peer) in to_close {
            sockets::close(self.descriptors, number, self.address, peer);
        }
        Ok(excess > 0)
    }

    fn forget_closed(&mut self, now: Instant) {
        let in_flight = self.in_flight;
        self.known.retain(|_, connection| {
            let is_open = connection.seen == now;
            if !is_open {
                in_flight.forget(connection.peer);
            }
            is_open
        });
    }

    fn longest_idle(&self, count: usize) -> Vec<(RawFd, SocketAddr)> {
        let idle = self.known.iter().filter(|(_, connection)| !self.in_flight.connection(connection.peer).is_busy);
        let mut idle: Vec<_> =
            idle.map(|(number, connection)| (connection.idle_since, *number, connection.peer)).collect();
        idle.sort_unstable();
        idle.into_iter().take(count).map(|(_, number, peer)| (number, peer)).collect()
    }
}

/// A connection, as far as it is known.
struct Connection {
    peer: SocketAddr,
    /// When it was seen for the first time.
    first_seen: Instant,
    /// When it was seen for the last time.
    seen: Instant,
    /// The number of its requests at the last tick.
    requests: u16,
    /// Since when it has no request in flight.
    idle_since: Instant,
    /// When the head of a request began to arrive, if part of one has.
    head_since: Option<Instant>,
}

impl Connection {
    fn new(peer: SocketAddr, now: Instant) -> Self {
        Self { peer, first_seen: now, seen: now, requests: 0, idle_since: now, head_since: None }
    }

    /// Whether a timeout has elapsed.
    fn is_expired(&mut self, state: ConnectionState, timeouts: &Timeouts, now: Instant, info: Option<TcpInfo>) -> bool {
        // The requests are those of its port, which others had before, or have at another address.
        if info.is_some_and(|info| !info.has_received) {
            return now - self.first_seen >= timeouts.read;
        }
        if state.is_busy || state.requests != self.requests {
            let since = info.filter(|_| !state.is_busy).map_or(Duration::ZERO, TcpInfo::since_active);
            (self.requests, self.idle_since, self.head_since) =
                (state.requests, now.checked_sub(since).unwrap_or(now), None);
        }
        if state.is_busy {
            return false;
        }
        if state.requests == 0 {
            return now - self.first_seen >= timeouts.read;
        }
        // By HTTP/2, what arrives after a response may be about flow control only.
        let has_partial_head = !state.is_http2 && info.is_some_and(|info| info.since_received < info.since_sent);
        self.head_since = has_partial_head.then(|| self.head_since.unwrap_or(now));
        let is_late = self.head_since.is_some_and(|since| now - since >= timeouts.read);
        is_late || now - self.idle_since >= timeouts.idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUTS: Timeouts =
        Timeouts { request: Duration::from_secs(30), read: Duration::from_secs(10), idle: Duration::from_secs(75) };
    const SECOND: Duration = Duration::from_secs(1);

    /// The second at which a connection expires that stays in a state.
    fn expires(state: ConnectionState, received_last: bool) -> Option<u32> {
        let begin = Instant::now();
        let mut connection = Connection::new(([127, 0, 0, 1], 1).into(), begin);
        (0..200).find(|second| {
            let since = *second * SECOND;
            let (since_sent, since_received) =
                if received_last { (since + SECOND, since) } else { (since, since + SECOND) };
            let info = TcpInfo { has_received: true, since_sent, since_received };
            connection.is_expired(state, &TIMEOUTS, begin + since, Some(info))
        })
    }

    #[test]
    fn a_connection_expires_by_what_is_missing() {
        let none = ConnectionState { is_busy: false, requests: 0, is_http2: false };
        let some = ConnectionState { requests: 1, ..none };
        let busy = ConnectionState { is_busy: true, ..some };
        assert_eq!(expires(none, false), Some(10), "no request");
        assert_eq!(expires(none, true), Some(10), "part of the first request");
        assert_eq!(expires(some, true), Some(10), "part of a later request");
        assert_eq!(expires(some, false), Some(75), "no further request");
        assert_eq!(expires(ConnectionState { is_http2: true, ..some }, true), Some(75), "HTTP/2");
        assert_eq!(expires(busy, false), None, "a request in flight");
    }

    #[test]
    fn a_request_keeps_its_connection() {
        let begin = Instant::now();
        let mut connection = Connection::new(([127, 0, 0, 1], 1).into(), begin);
        for requests in 1..20 {
            let info = TcpInfo { has_received: true, since_sent: Duration::ZERO, since_received: Duration::ZERO };
            let state = ConnectionState { is_busy: false, requests, is_http2: false };
            let now = begin + u32::from(requests) * 70 * SECOND;
            assert!(!connection.is_expired(state, &TIMEOUTS, now, Some(info)));
        }
    }
}
