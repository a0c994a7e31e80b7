//! What the kernel knows of a connection: `TCP_INFO` of Linux (tcp(7)).

use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::time::Duration;

/// The part of it that is of use here.
#[derive(Clone, Copy, Debug)]
pub(super) struct TcpInfo {
    /// How long ago data was sent for the last time, or else the connection made.
    pub(super) since_sent: Duration,
    /// How long ago data was received for the last time, or else the connection made.
    pub(super) since_received: Duration,
    /// Whether data waits for the other end to take it.
    pub(super) unsent: bool,
}

impl TcpInfo {
    /// How long ago data went either way for the last time.
    pub(super) fn since_active(self) -> Duration {
        self.since_sent.min(self.since_received)
    }

    #[allow(unsafe_code, reason = "no crate in the tree has this option")]
    pub(super) fn of(socket: BorrowedFd<'_>) -> Option<Self> {
        let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
        let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
        // SAFETY: the kernel writes at most `length` bytes, which are there.
        let outcome = unsafe {
            libc::getsockopt(
                socket.as_raw_fd(),
                libc::IPPROTO_TCP,
                libc::TCP_INFO,
                info.as_mut_ptr().cast(),
                &raw mut length,
            )
        };
        if outcome != 0 {
            return None;
        }
        // SAFETY: it consists of integers, and what an older kernel has not written is zero.
        let info = unsafe { info.assume_init() };
        Some(Self {
            since_sent: Duration::from_millis(info.tcpi_last_data_sent.into()),
            since_received: Duration::from_millis(info.tcpi_last_data_recv.into()),
            unsent: info.tcpi_unacked > 0 || info.tcpi_notsent_bytes > 0,
        })
    }
}
