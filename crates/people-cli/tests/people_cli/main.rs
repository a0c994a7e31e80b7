//! The program against the service: both are real, only the people are not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
mod failures;
mod help;
mod support;
