//! Columns of every kind, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod matrix;
mod samples;
mod schema;
mod unstorable;
mod wide;
