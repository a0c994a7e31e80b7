//! The state of a connection in the kernel: `TCP_INFO` of Linux (tcp(7)).

use std::mem::{MaybeUninit, offset_of};
use std::os::fd::RawFd;
use std::time::Duration;

/// How long ago data was transferred, or the connection made.
#[derive(Clone, Copy, Debug)]
pub(super) struct TcpInfo {
    /// Whether data was received at all.
    pub(super) has_received: bool,
    /// The time since data was sent.
    pub(super) since_sent: Duration,
    /// The time since data was received.
    pub(super) since_received: Duration,
}

impl TcpInfo {
    /// The time since data was transferred in either direction.
    pub(super) fn since_active(self) -> Duration {
        self.since_sent.min(self.since_received)
    }

    #[allow(unsafe_code, reason = "neither socket2 nor rustix has this option")]
    pub(super) fn of(number: RawFd) -> Option<Self> {
        let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
        let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
        // SAFETY: the kernel writes at most `length` bytes, which are there; a number that is no TCP socket is an error.
        let result = unsafe {
            libc::getsockopt(number, libc::IPPROTO_TCP, libc::TCP_INFO, info.as_mut_ptr().cast(), &raw mut length)
        };
        if result != 0 {
            return None;
        }
        // SAFETY: it consists of integers, and what an older kernel has not written is zero.
        let info = unsafe { info.assume_init() };
        // Linux counts them since 4.2.
        let has_count = length as usize > offset_of!(libc::tcp_info, tcpi_bytes_received);
        Some(Self {
            has_received: !has_count || info.tcpi_bytes_received > 0,
            since_sent: Duration::from_millis(info.tcpi_last_data_sent.into()),
            since_received: Duration::from_millis(info.tcpi_last_data_recv.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn a_silent_connection_is_told_from_one_that_has_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let mut server = listener.accept().unwrap().0;
        assert!(!TcpInfo::of(server.as_raw_fd()).unwrap().has_received);
        server.write_all(b"a").unwrap();
        assert!(!TcpInfo::of(server.as_raw_fd()).unwrap().has_received);
        client.write_all(b"a").unwrap();
        server.read_exact(&mut [0]).unwrap();
        assert!(TcpInfo::of(server.as_raw_fd()).unwrap().has_received);
    }
}
