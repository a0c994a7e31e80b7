//! TLS to PostgreSQL, with real servers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod client_certificates;
mod modes;
mod pooler;
mod support;
mod without_tls;
