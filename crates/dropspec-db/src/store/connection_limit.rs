//! How many connections to PostgreSQL a process opens.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use dropspec_config::FromEnv;

/// The most multiplexed connections for short reads. Statements are pipelined, so few connections are enough.
const MAX_READERS: usize = 4;

/// The most multiplexed connections for searches, which run one at a time on each.
const MAX_SEARCHERS: usize = 4;

/// The connection for probes alone.
const PROBES: usize = 1;

/// The most connections to PostgreSQL that a process has open to serve requests: one for probes, an eighth and at most four for short
/// reads, as many for searches, but not more than the process has cores, and the rest for writes. Each is made when it is first needed.
/// Imports, exports and migrations open one more each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimit(usize);

impl ConnectionLimit {
    /// The least: one connection each for probes, reads, searches and writes.
    pub const MIN: usize = 4;

    /// A limit, unless it is less than [`ConnectionLimit::MIN`].
    #[must_use]
    pub const fn new(connections: usize) -> Option<Self> {
        if connections < Self::MIN { None } else { Some(Self(connections)) }
    }

    /// The limit.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }

    /// The number of connections for short reads.
    pub(super) fn readers(self) -> usize {
        (self.0 / 8).clamp(1, MAX_READERS)
    }

    /// The number of connections for searches. Their rows are decoded and encoded here, so that more of them than cores only take time
    /// from other requests.
    pub(super) fn searchers(self) -> usize {
        self.searchers_on(available_parallelism().map_or(1, NonZeroUsize::get))
    }

    fn searchers_on(self, cores: usize) -> usize {
        (self.0 / 8).clamp(1, MAX_SEARCHERS.min(cores))
    }

    /// The number of connections for writes.
    pub(super) fn writers(self) -> usize {
        self.0 - self.readers() - self.searchers() - PROBES
    }
}

impl Default for ConnectionLimit {
    /// 40, so that a server with its default of 100 connections has room for two processes, as when one replaces the other. Writes need
    /// more connections than the server has cores, because commits wait for the disk, and those that wait at the same time share a flush.
    fn default() -> Self {
        Self(40)
    }
}

impl FromEnv for ConnectionLimit {
    const EXPECTED: &str = "a whole number of at least 4";

    fn from_env(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_divided_without_remainder() {
        let divided = |total| ConnectionLimit::new(total).map(|limit| (limit.readers(), limit.searchers_on(4)));
        assert_eq!(divided(3), None);
        assert_eq!(divided(4), Some((1, 1)));
        assert_eq!(divided(8), Some((1, 1)));
        assert_eq!(divided(40), Some((4, 4)));
        assert_eq!(divided(100), Some((4, 4)));
        for limit in (ConnectionLimit::MIN..200).filter_map(ConnectionLimit::new) {
            assert!(limit.writers() > 0);
            assert_eq!(limit.readers() + limit.searchers() + limit.writers() + PROBES, limit.get());
        }
    }

    #[test]
    fn searches_leave_cores_to_other_requests() {
        let searchers = |cores| ConnectionLimit::default().searchers_on(cores);
        assert_eq!([1, 2, 64].map(searchers), [1, 2, 4]);
    }
}
