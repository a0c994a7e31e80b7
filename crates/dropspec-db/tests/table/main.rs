//! Tables, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
#[allow(dead_code, reason = "other tests use more of it")]
mod support;

mod api_keys;
mod bulk;
mod changes;
mod concurrency;
mod list;
mod once;
mod patches;
mod records;
mod unstorable;
