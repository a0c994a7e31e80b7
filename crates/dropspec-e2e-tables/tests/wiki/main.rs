//! Lists that are counted, and texts that are searched, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod count;
mod search;
