//! How many descriptors the process may have (getrlimit(2)): each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What a service has beside the connections of its clients: to its database, to its log, for uploads.
const OTHERS: u64 = 256;

/// Sees to it that so many connections can be had, as far as the system allows that. Answers how many they are.
pub(super) fn allow(connections: usize) -> usize {
    let wanted = (connections as u64).saturating_add(OTHERS);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= wanted);
    if enough(current) {
        return connections;
    }
    let raised = if enough(maximum) { Some(wanted) } else { maximum };
    let limit = match setrlimit(Resource::Nofile, Rlimit { current: raised, maximum }) {
        Ok(()) => raised,
        Err(_) => current,
    };
    let left = limit.unwrap_or(wanted).saturating_sub(OTHERS);
    usize::try_from(left).map_or(connections, |left| left.clamp(1, connections))
}
