//! Tests that run the program against the service.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
mod failures;
mod help;
mod support;
