#![doc = include_str!("../README.md")]

mod admin;
mod allowed_hosts;
#[cfg(feature = "tls")]
mod certificate_validity;
mod config;
mod dropshot;
pub mod health;
mod in_flight;
pub mod middleware;
mod server;
mod shutdown;
mod shutdown_state;
mod stack;
#[cfg(feature = "tls")]
mod tls;

pub use admin::Admin;
pub use allowed_hosts::AllowedHosts;
pub use config::{Drain, ServerConfig, Timeouts};
pub use dropshot::{Listener, ListenerError};
pub use dropspec_http::middleware::Cors;
pub use server::{Server, ServerBuilder, StartError};
pub use shutdown::ShutdownSignal;
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsError};
