//! dropshot as the HTTP server, and what it lacks: a limit of connections, timeouts of silent connections, options of its sockets.
//!
//! Everything that knows dropshot is here. Its router is not used: one endpoint for each method accepts every path.

mod catch_all;
#[cfg(unix)]
mod descriptor_limit;
#[cfg(target_os = "linux")]
mod descriptors;
#[cfg(target_os = "linux")]
mod idle;
mod listener;
mod log;
mod methods;
#[cfg(target_os = "linux")]
mod sockets;
#[cfg(target_os = "linux")]
mod tcp_info;

pub use listener::{Listener, ListenerError};

/// Refuses new connections to an address. dropshot's socket accepts them until the last old one has ended, and nothing would respond.
///
/// # Errors
/// When the system lacks resources, which may pass.
pub(crate) fn refuse_connections(address: std::net::SocketAddr) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    return sockets::refuse_connections(address);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = address;
        Ok(())
    }
}
