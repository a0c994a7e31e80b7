//! The descriptors of the process, among which are the sockets of dropshot, which it does not expose.
//!
//! Descriptors of others are only inspected, by their numbers. Sockets are acted upon through a duplicate, which stays the same socket when
//! its number is closed and used for something else in the meantime. Nothing here needs a free descriptor, so that it works also when there
//! are too many connections.

use std::io;
use std::mem::forget;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use rustix::fs::{Dir, Mode, OFlags, open};
use rustix::io::{DupFlags, dup3, fcntl_dupfd_cloexec};
use socket2::{SockAddr, SockRef};

/// The open descriptors of the process.
pub(super) struct Descriptors {
    /// `/proc/self/fd`.
    directory: Dir,
    /// A descriptor for duplicates; one of the directory in between.
    duplicate: Option<OwnedFd>,
}

impl Descriptors {
    /// Opens the list.
    ///
    /// # Errors
    /// When `/proc` is not mounted.
    pub(super) fn open() -> io::Result<Self> {
        let directory = open("/proc/self/fd", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let duplicate = directory.try_clone()?;
        Ok(Self { directory: Dir::new(directory)?, duplicate: Some(duplicate) })
    }

    /// Reads the numbers of all open descriptors.
    pub(super) fn numbers(&mut self) -> io::Result<Vec<RawFd>> {
        self.directory.rewind();
        let mut numbers = Vec::new();
        while let Some(entry) = self.directory.read() {
            // `.` and `..` are no numbers.
            numbers.extend(entry?.file_name().to_str().ok().and_then(|name| name.parse::<RawFd>().ok()));
        }
        Ok(numbers)
    }

    /// The lowest free number, which is at most the number of open descriptors; `None` when there is none.
    pub(super) fn lowest_free(&self) -> Option<u64> {
        let free = fcntl_dupfd_cloexec(self.directory.fd().ok()?, 0).ok()?;
        u64::try_from(free.as_raw_fd()).ok()
    }

    /// Calls `act` with a duplicate of a socket, unless the number is none any more.
    #[allow(unsafe_code, reason = "descriptors of others are available as numbers only")]
    pub(super) fn with_duplicate(&mut self, number: RawFd, act: impl FnOnce(&SockRef<'_>)) {
        let Ok(duplicate) = self.duplicate.take().map_or_else(|| self.spare(), Ok) else { return };
        // SAFETY: the number is only read, and one that is not open is an error. What is replaced is a descriptor of this value.
        let is_duplicated = unsafe { libc::dup3(number, duplicate.as_raw_fd(), libc::O_CLOEXEC) } >= 0;
        if is_duplicated && SockRef::from(&duplicate).r#type().is_err() {
            // The number is a file by now. To close the duplicate would release the locks that the process has on it (fcntl(2)).
            forget(duplicate);
            return;
        }
        if is_duplicated {
            act(&SockRef::from(&duplicate));
        }
        self.duplicate = self.release(duplicate);
    }

    /// Lets the duplicate refer to the directory again.
    fn release(&self, mut duplicate: OwnedFd) -> Option<OwnedFd> {
        let directory = self.directory.fd().ok()?;
        dup3(directory, &mut duplicate, DupFlags::CLOEXEC).ok()?;
        Some(duplicate)
    }

    fn spare(&self) -> io::Result<OwnedFd> {
        self.directory.fd()?.try_clone_to_owned()
    }
}

/// The address that a socket is bound to; `None` if the descriptor is no socket.
pub(super) fn local_address(number: RawFd) -> Option<SocketAddr> {
    address(number, libc::getsockname)
}

/// The address that a socket is connected to; `None` if it is not.
pub(super) fn peer_address(number: RawFd) -> Option<SocketAddr> {
    address(number, libc::getpeername)
}

type Query = unsafe extern "C" fn(RawFd, *mut libc::sockaddr, *mut libc::socklen_t) -> libc::c_int;

#[allow(unsafe_code, reason = "descriptors of others are available as numbers only")]
fn address(number: RawFd, query: Query) -> Option<SocketAddr> {
    // SAFETY: the kernel writes at most `length` bytes of an address and sets `length`; a number that is no socket is an error.
    let found = unsafe {
        SockAddr::try_init(|storage, length| match query(number, storage.cast(), length) {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        })
    };
    found.ok()?.1.as_socket()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn sockets_are_found_and_files_are_left_alone() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let file = File::open("/proc/self/status").unwrap();
        let mut descriptors = Descriptors::open().unwrap();
        let numbers = descriptors.numbers().unwrap();
        for number in [listener.as_raw_fd(), stream.as_raw_fd(), file.as_raw_fd()] {
            assert!(numbers.contains(&number));
        }
        assert_eq!(local_address(listener.as_raw_fd()), listener.local_addr().ok());
        assert_eq!(peer_address(listener.as_raw_fd()), None);
        assert_eq!(peer_address(stream.as_raw_fd()), listener.local_addr().ok());
        assert_eq!((local_address(file.as_raw_fd()), local_address(-1)), (None, None));

        let mut found = Vec::new();
        for number in [listener.as_raw_fd(), -1, file.as_raw_fd(), stream.as_raw_fd()] {
            descriptors.with_duplicate(number, |socket| found.push(socket.is_listener().unwrap()));
        }
        assert_eq!(found, [true, false]);
        assert_eq!(stream.peer_addr().ok(), listener.local_addr().ok());
    }
}
