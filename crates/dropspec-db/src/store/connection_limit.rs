//! How many connections to PostgreSQL a process opens.

use dropspec_config::FromEnv;

/// The most multiplexed connections for reads. Statements are pipelined, so few connections are enough; more than one keep a short
/// statement from waiting for a long one.
const MAX_READERS: usize = 8;

/// The connection for probes alone.
const PROBES: usize = 1;

/// The most connections to PostgreSQL that a process has open to serve requests: one for probes, a quarter and at most eight for reads,
/// the rest for writes. Each is made when it is first needed. Imports, exports and migrations open one more each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimit(usize);

impl ConnectionLimit {
    /// The least: one connection each for probes, reads and writes.
    pub const MIN: usize = 3;

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

    /// The number of connections for reads.
    pub(super) fn readers(self) -> usize {
        (self.0 / 4).clamp(1, MAX_READERS)
    }

    /// The number of connections for writes.
    pub(super) fn writers(self) -> usize {
        self.0 - self.readers() - PROBES
    }
}

impl Default for ConnectionLimit {
    /// 32, so that a server with its default of 100 connections has room for three processes. Writes need more connections than the
    /// server has cores, because commits wait for the disk, and those that wait at the same time share a flush.
    fn default() -> Self {
        Self(32)
    }
}

impl FromEnv for ConnectionLimit {
    const EXPECTED: &str = "a whole number of at least 3";

    fn from_env(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_divided_without_remainder() {
        let divided = |total| ConnectionLimit::new(total).map(|limit| (limit.readers(), limit.writers()));
        assert_eq!(divided(2), None);
        assert_eq!(divided(3), Some((1, 1)));
        assert_eq!(divided(8), Some((2, 5)));
        assert_eq!(divided(32), Some((8, 23)));
        assert_eq!(divided(100), Some((8, 91)));
        assert!((3..200).all(|total| divided(total).is_some_and(|(reads, writes)| reads + writes + PROBES == total)));
    }
}
