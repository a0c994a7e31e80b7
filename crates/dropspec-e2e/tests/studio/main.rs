//! A service whose operations and authenticators are not implemented, with mock responses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod responses;
mod security;
mod support;
