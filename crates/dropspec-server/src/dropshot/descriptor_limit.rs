//! The limit of descriptors (getrlimit(2)), of which each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The number of descriptors beside those of connections: for the database, the log and uploads, and for connections beyond their maximum,
/// which a burst makes before the first of them are closed. It is a quarter of the limit where the system allows fewer.
const RESERVED: u64 = 4096;

/// Raises the limit for a number of connections, as far as the system allows. Returns the number of connections that are possible.
pub(super) fn raise(connections: usize) -> usize {
    let wanted = (connections as u64).saturating_add(RESERVED);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let suffices = |limit: Option<u64>| limit.is_none_or(|limit| limit >= wanted);
    if suffices(current) {
        return connections;
    }
    let raised = if suffices(maximum) { Some(wanted) } else { maximum };
    let limit = match setrlimit(Resource::Nofile, Rlimit { current: raised, maximum }) {
        Ok(()) => raised,
        Err(_) => current,
    };
    possible(connections, limit)
}

/// How many connections there may be until descriptors become scarce: half of those that are not for connections are left then.
#[cfg(target_os = "linux")]
pub(super) fn scarce(connections: usize) -> u64 {
    let connections = connections as u64;
    let left = getrlimit(Resource::Nofile).current.map_or(RESERVED, |limit| limit.saturating_sub(connections));
    connections + left.min(RESERVED) / 2
}

/// The number of connections that a limit leaves room for.
fn possible(connections: usize, limit: Option<u64>) -> usize {
    let left = limit.map(|limit| limit - RESERVED.min(limit / 4));
    left.and_then(|left| usize::try_from(left).ok()).map_or(connections, |left| left.clamp(1, connections))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_reserved_under_every_limit() {
        let limits = [None, Some(1 << 20), Some(14_096), Some(10_240), Some(1024), Some(100), Some(1)];
        let possible = limits.map(|limit| possible(10_000, limit));
        assert_eq!(possible, [10_000, 10_000, 10_000, 7_680, 768, 75, 1]);
    }
}
