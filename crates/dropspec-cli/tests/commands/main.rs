//! Tests that run the program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod check;
mod completions;
mod diff;
mod expand;
mod help;
mod new;
mod support;
