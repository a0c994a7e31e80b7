//! The sockets of a server.

use std::io;
use std::net::{Shutdown, SocketAddr};
use std::os::fd::RawFd;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use super::descriptors::{Descriptors, local_address, peer_address};
use crate::config::ServerConfig;

/// The number of connections that may wait to be accepted.
const BACKLOG: i32 = 4096;

/// How long a connection is silent until the kernel asks whether the client is still there, and how long it waits in between.
const KEEPALIVE_TIME: Duration = Duration::from_secs(60);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(10);

/// Sets the options of the listening socket. Accepted connections inherit them.
///
/// Where the socket cannot be found, or an option not be set, the server works all the same, with the defaults of the system.
pub(super) fn tune(config: &ServerConfig) {
    let tuned = with_listener(config.address, |socket| {
        // Streamed responses are sent without delay.
        let _ = socket.set_tcp_nodelay(true);
        // A client that does not read its response.
        let _ = socket.set_tcp_user_timeout(Some(config.timeouts.idle));
        // A client that is gone.
        let keepalive = TcpKeepalive::new().with_time(KEEPALIVE_TIME).with_interval(KEEPALIVE_INTERVAL);
        let _ = socket.set_tcp_keepalive(&keepalive);
        let _ = socket.listen(BACKLOG);
    });
    drop(tuned);
}

/// Refuses new connections.
///
/// # Errors
/// When there is no descriptor left to find the socket with.
pub(super) fn refuse_connections(address: SocketAddr) -> io::Result<()> {
    with_listener(address, |socket| drop(socket.shutdown(Shutdown::Both)))
}

/// The connections that were made to `address`: their descriptors and clients.
pub(super) fn connections(descriptors: &mut Descriptors, address: SocketAddr) -> io::Result<Vec<(RawFd, SocketAddr)>> {
    let numbers = descriptors.numbers()?.into_iter().filter(|number| is_bound_to(local_address(*number), address));
    Ok(numbers.filter_map(|number| Some((number, peer_address(number)?))).collect())
}

/// Shuts a connection down for reading, if the descriptor still is that connection. Requests that have been received are completed.
pub(super) fn close(descriptors: &mut Descriptors, number: RawFd, address: SocketAddr, peer: SocketAddr) {
    descriptors.with_duplicate(number, |socket| {
        let socket_address = |address: io::Result<socket2::SockAddr>| address.ok().and_then(|found| found.as_socket());
        let is_same = socket_address(socket.peer_addr()) == Some(peer);
        if is_same && is_bound_to(socket_address(socket.local_addr()), address) {
            // It may have been closed already.
            let _ = socket.shutdown(Shutdown::Read);
        }
    });
}

fn is_bound_to(local: Option<SocketAddr>, address: SocketAddr) -> bool {
    local.is_some_and(|local| {
        local.port() == address.port() && (address.ip().is_unspecified() || local.ip() == address.ip())
    })
}

fn with_listener(address: SocketAddr, act: impl Fn(&SockRef<'_>)) -> io::Result<()> {
    let mut descriptors = Descriptors::open()?;
    for number in descriptors.numbers()?.into_iter().filter(|number| local_address(*number) == Some(address)) {
        if peer_address(number).is_none() {
            descriptors.with_duplicate(number, |socket| {
                if socket.is_listener().unwrap_or(false) {
                    act(socket);
                }
            });
        }
    }
    Ok(())
}
