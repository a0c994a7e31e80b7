//! Lists that are counted, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod count;
