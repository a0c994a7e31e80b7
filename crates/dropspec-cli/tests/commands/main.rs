//! The program, run as its users run it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod check;
mod diff;
mod expand;
mod help;
mod new;
mod support;
