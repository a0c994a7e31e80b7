//! TLS to PostgreSQL, with the modes of libpq.

mod channel_binding;
mod client_config;
mod connector;
mod options;
mod stream;
mod verifier;

pub use client_config::TlsError;
pub(super) use client_config::client_config;
pub(super) use connector::{Handshake, HandshakeError, TlsConnector};
pub(super) use options::{ParameterError, TlsOptions};
