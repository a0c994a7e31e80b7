//! API keys: issued, verified, revoked and stored.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;
mod life;
mod support;
