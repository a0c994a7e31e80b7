//! The sockets that dropshot keeps to itself, looked up among the descriptors of the process.

use std::fs::read_to_string;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::os::fd::{BorrowedFd, RawFd};

use socket2::SockRef;

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 4096;

/// Sets `TCP_NODELAY`, which accepted connections inherit, and a longer backlog on the socket that listens on `address`.
///
/// Where it cannot be found the server works all the same, a little slower.
pub(super) fn tune(address: SocketAddr) {
    with_listener(address, |socket| {
        // Both are improvements, not conditions.
        let _ = socket.set_tcp_nodelay(true);
        let _ = socket.listen(BACKLOG);
    });
}

/// Has new connections to `address` refused. dropshot's socket goes on to take them until the last old one has ended, and nobody
/// would answer.
pub(super) fn refuse(address: SocketAddr) {
    with_listener(address, |socket| drop(socket.shutdown(Shutdown::Both)));
}

/// Calls `visit` for each connection that was made to `address`, with the number of its descriptor and its other end.
///
/// # Errors
/// Where the system does not tell how many descriptors the process has.
pub(super) fn connections(
    address: SocketAddr,
    mut visit: impl FnMut(RawFd, &SockRef<'_>, SocketAddr),
) -> io::Result<()> {
    for number in descriptors()? {
        with(number, |socket| {
            if is_of(socket, address)
                && let Some(peer) = socket.peer_addr().ok().and_then(|peer| peer.as_socket())
            {
                visit(number, socket, peer);
            }
        });
    }
    Ok(())
}

/// Shuts the connection with `peer` down, if that is what the descriptor still is.
pub(super) fn shut(number: RawFd, address: SocketAddr, peer: SocketAddr, how: Shutdown) {
    with(number, |socket| {
        // A duplicate, which stays the socket that it is; the number could be given to another one at any time.
        let Ok(own) = socket.try_clone() else { return };
        let is_it = own.peer_addr().ok().and_then(|other| other.as_socket()) == Some(peer);
        if is_it && is_of(&SockRef::from(&own), address) {
            // It may have gone by itself.
            let _ = own.shutdown(how);
        }
    });
}

fn is_of(socket: &SockRef<'_>, address: SocketAddr) -> bool {
    let local = socket.local_addr().ok().and_then(|local| local.as_socket());
    local.is_some_and(|local| {
        local.port() == address.port() && (address.ip().is_unspecified() || local.ip() == address.ip())
    })
}

fn with_listener(address: SocketAddr, act: impl Fn(&SockRef<'_>)) {
    let Ok(descriptors) = descriptors() else { return };
    for number in descriptors {
        with(number, |socket| {
            let bound = socket.local_addr().ok().and_then(|local| local.as_socket());
            if bound == Some(address) && socket.is_listener().unwrap_or(false) {
                act(socket);
            }
        });
    }
}

/// All numbers that descriptors of the process may have: the size of its table. To list those that it does have takes several times
/// as long.
fn descriptors() -> io::Result<std::ops::Range<RawFd>> {
    let status = read_to_string("/proc/self/status")?;
    let size = status.lines().find_map(|line| line.strip_prefix("FDSize:")?.trim().parse().ok());
    size.map(|size| 0..size).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[allow(unsafe_code, reason = "a descriptor of another library can be borrowed in no other way")]
fn with(number: RawFd, act: impl FnOnce(&SockRef<'_>)) {
    // SAFETY: the descriptor is only queried, and written to when it proves to be a socket of the server; one that was closed in the
    // meantime answers with an error.
    let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
    act(&SockRef::from(&descriptor));
}
