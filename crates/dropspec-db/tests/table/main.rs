//! Tables, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod api_keys;
mod bulk;
mod changes;
mod list;
mod once;
mod patches;
mod records;
