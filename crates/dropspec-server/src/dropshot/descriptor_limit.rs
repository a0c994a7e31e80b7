//! The limit of descriptors (getrlimit(2)), of which each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The number of descriptors beside those of connections: for the database, the log, uploads.
const RESERVED: u64 = 256;

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
    let left = limit.unwrap_or(wanted).saturating_sub(RESERVED);
    usize::try_from(left).map_or(connections, |left| left.clamp(1, connections))
}
