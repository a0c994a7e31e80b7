//! Closes connections on which nothing happens.
//!
//! dropshot never closes a connection that stays silent, nor one by HTTP/2, and has no limit on how many there are. So a thread goes
//! through the sockets of the process from time to time. That costs the requests nothing but the counters of [`Traffic`].

use std::collections::HashMap;
use std::net::{Shutdown, SocketAddr};
use std::os::fd::{AsFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use slog::{Logger, warn};

use super::config::{ServerConfig, Timeouts};
use super::socket;
use super::tcp_info::TcpInfo;
use super::traffic::{Look, Traffic};

/// The longest and the shortest time between two rounds.
const ROUND: Duration = Duration::from_secs(1);
const SHORTEST_ROUND: Duration = Duration::from_millis(50);

/// A thread that looks after the connections of a server, until this is dropped.
pub(super) struct Reaper {
    ended: Arc<AtomicBool>,
    thread: Thread,
}

impl Reaper {
    pub(super) fn start(config: &ServerConfig, traffic: Arc<Traffic>, log: &Logger) -> std::io::Result<Self> {
        let ended = Arc::new(AtomicBool::new(false));
        let (is_ended, log) = (Arc::clone(&ended), log.clone());
        let mut rounds = Rounds::new(config, traffic);
        let round = config.timeouts.round();
        let thread = thread::Builder::new().name("connections".to_owned()).spawn(move || {
            while !is_ended.load(Ordering::Relaxed) {
                match rounds.go(Instant::now()) {
                    Ok(true) => thread::park_timeout(SHORTEST_ROUND),
                    Ok(false) => thread::park_timeout(round),
                    Err(error) => {
                        warn!(log, "idle connections stay open, and there may be any number of them"; "cause" => %error);
                        return;
                    }
                }
            }
        })?;
        Ok(Self { ended, thread: thread.thread().clone() })
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }
}

impl Timeouts {
    /// Often enough for the timeouts to be kept.
    fn round(&self) -> Duration {
        (self.read.min(self.idle) / 8).clamp(SHORTEST_ROUND, ROUND)
    }
}

/// What is remembered from round to round.
struct Rounds {
    address: SocketAddr,
    timeouts: Timeouts,
    max_connections: usize,
    traffic: Arc<Traffic>,
    connections: HashMap<RawFd, Connection>,
}

impl Rounds {
    fn new(config: &ServerConfig, traffic: Arc<Traffic>) -> Self {
        let ServerConfig { address, timeouts, max_connections, .. } = *config;
        Self { address, timeouts, max_connections, traffic, connections: HashMap::new() }
    }

    /// Goes through all connections once. Answers whether there are too many.
    fn go(&mut self, now: Instant) -> std::io::Result<bool> {
        let Self { address, timeouts, traffic, connections, .. } = self;
        let mut to_shut = Vec::new();
        socket::connections(*address, |number, socket, peer| {
            let known = connections.entry(number).or_insert_with(|| Connection::new(peer, now));
            if known.peer != peer {
                *known = Connection::new(peer, now);
            }
            known.seen = now;
            if let Some(how) = known.verdict(traffic.look(peer), timeouts, now, TcpInfo::of(socket.as_fd())) {
                to_shut.push((number, peer, how));
            }
        })?;
        connections.retain(|_, connection| {
            let is_there = connection.seen == now;
            if !is_there {
                traffic.forget(connection.peer);
            }
            is_there
        });
        let too_many = connections.len().saturating_sub(self.max_connections).saturating_sub(to_shut.len());
        if too_many > 0 {
            to_shut.extend(self.longest_idle(too_many));
        }
        for (number, peer, how) in to_shut {
            socket::shut(number, self.address, peer, how);
        }
        Ok(too_many > 0)
    }

    fn longest_idle(&self, count: usize) -> Vec<(RawFd, SocketAddr, Shutdown)> {
        let idle = self.connections.iter().filter(|(_, connection)| !self.traffic.look(connection.peer).busy);
        let mut idle: Vec<_> = idle.map(|(number, connection)| (connection.quiet, *number, connection.peer)).collect();
        idle.sort_unstable();
        idle.into_iter().take(count).map(|(_, number, peer)| (number, peer, Shutdown::Read)).collect()
    }
}

/// A connection, as far as it is known.
struct Connection {
    peer: SocketAddr,
    /// When it was seen for the first time.
    first: Instant,
    /// When it was seen for the last time.
    seen: Instant,
    /// Its requests up to then.
    requests: u16,
    /// Since when it has no request under way.
    quiet: Instant,
    /// When the head of a request began to come, if there is part of one.
    head: Option<Instant>,
}

impl Connection {
    fn new(peer: SocketAddr, now: Instant) -> Self {
        Self { peer, first: now, seen: now, requests: 0, quiet: now, head: None }
    }

    /// Whether it is to be closed, and how: what is shut for reading only still answers what has come by then.
    fn verdict(&mut self, look: Look, timeouts: &Timeouts, now: Instant, info: Option<TcpInfo>) -> Option<Shutdown> {
        if look.busy || look.requests != self.requests {
            let since = info.filter(|_| !look.busy).map_or(Duration::ZERO, TcpInfo::since_active);
            (self.requests, self.quiet, self.head) = (look.requests, now.checked_sub(since).unwrap_or(now), None);
        }
        if look.requests == 0 && !look.busy {
            return (now - self.first >= timeouts.read).then_some(Shutdown::Read);
        }
        let Some(info) = info else {
            return (!look.busy && now - self.quiet >= timeouts.idle).then_some(Shutdown::Read);
        };
        if info.unsent {
            // The client does not take its answer.
            return (info.since_sent >= timeouts.idle).then_some(Shutdown::Both);
        }
        if look.busy {
            return None;
        }
        // By HTTP/2, what comes after an answer may be about flow control only.
        let head_comes = !look.http2 && info.since_received < info.since_sent;
        self.head = head_comes.then(|| self.head.unwrap_or(now));
        let is_late = self.head.is_some_and(|head| now - head >= timeouts.read);
        (is_late || now - self.quiet >= timeouts.idle).then_some(Shutdown::Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUTS: Timeouts =
        Timeouts { request: Duration::from_secs(30), read: Duration::from_secs(10), idle: Duration::from_secs(75) };
    const SECOND: Duration = Duration::from_secs(1);

    /// When a connection is closed on which this goes on.
    fn closed(look: Look, unsent: bool, received_last: bool) -> Option<(u32, Shutdown)> {
        let begin = Instant::now();
        let mut connection = Connection::new(([127, 0, 0, 1], 1).into(), begin);
        (0..200).find_map(|second| {
            let since = second * SECOND;
            let (since_sent, since_received) =
                if received_last { (since + SECOND, since) } else { (since, since + SECOND) };
            let info = TcpInfo { since_sent, since_received, unsent };
            Some((second, connection.verdict(look, &TIMEOUTS, begin + since, Some(info))?))
        })
    }

    #[test]
    fn a_connection_is_closed_for_what_is_missing() {
        let none = Look { busy: false, requests: 0, http2: false };
        let some = Look { requests: 1, ..none };
        let busy = Look { busy: true, ..some };
        assert_eq!(closed(none, false, false), Some((10, Shutdown::Read)), "no request");
        assert_eq!(closed(none, false, true), Some((10, Shutdown::Read)), "part of the first request");
        assert_eq!(closed(some, false, true), Some((10, Shutdown::Read)), "part of a later request");
        assert_eq!(closed(some, false, false), Some((75, Shutdown::Read)), "no further request");
        assert_eq!(closed(Look { http2: true, ..some }, false, true), Some((75, Shutdown::Read)), "HTTP/2");
        assert_eq!(closed(busy, false, false), None, "a request is under way");
        for look in [some, busy] {
            assert_eq!(closed(look, true, false), Some((75, Shutdown::Both)), "the answer is not taken");
        }
    }

    #[test]
    fn a_request_keeps_its_connection() {
        let begin = Instant::now();
        let mut connection = Connection::new(([127, 0, 0, 1], 1).into(), begin);
        for requests in 1..20 {
            let info = TcpInfo { since_sent: Duration::ZERO, since_received: Duration::ZERO, unsent: false };
            let look = Look { busy: false, requests, http2: false };
            let now = begin + u32::from(requests) * 70 * SECOND;
            assert_eq!(connection.verdict(look, &TIMEOUTS, now, Some(info)), None);
        }
    }
}
