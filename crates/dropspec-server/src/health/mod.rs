//! The health check of a running service, as containers perform it.

#[cfg(feature = "tls")]
mod any_certificate;
mod check;
mod probe_url;

pub use check::{CheckError, check};
pub use probe_url::{ProbeUrl, ProbeUrlError};
