//! What dropshot leaves unset on its listening socket.

use std::net::SocketAddr;
use std::os::fd::{BorrowedFd, RawFd};

use socket2::SockRef;

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 4096;

/// Sets `TCP_NODELAY`, which accepted connections inherit, and a longer backlog on the socket that listens on `address`.
///
/// dropshot keeps the socket to itself, so it is looked up among the descriptors of the process. Where that is not
/// possible the server works all the same, a little slower.
pub(crate) fn tune(address: SocketAddr) {
    let Ok(descriptors) = std::fs::read_dir("/proc/self/fd") else {
        return;
    };
    let numbers = descriptors.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<RawFd>().ok());
    for number in numbers {
        tune_if_listening_on(address, number);
    }
}

#[allow(unsafe_code, reason = "a descriptor of another library can be borrowed in no other way")]
fn tune_if_listening_on(address: SocketAddr, number: RawFd) {
    // SAFETY: the descriptor is only queried, and written to when it proves to be the socket that our caller keeps open;
    // one that was closed in the meantime answers with an error.
    let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
    let socket = SockRef::from(&descriptor);
    let listens = socket.is_listener().unwrap_or(false);
    let bound = socket.local_addr().ok().and_then(|local| local.as_socket());
    if listens && bound == Some(address) {
        // Both are improvements, not conditions.
        let _ = socket.set_tcp_nodelay(true);
        let _ = socket.listen(BACKLOG);
    }
}
