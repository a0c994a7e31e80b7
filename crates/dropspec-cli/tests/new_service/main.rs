//! Services as `dropspec new` makes them: built, started, and asked over a real port.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod crates;
mod deployment;
mod fleet;
mod greeter;
mod others;
mod program;
mod shop;
mod vault;
