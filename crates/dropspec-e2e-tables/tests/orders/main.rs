//! Aggregates, and changes and deletions by filter, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod client;
mod cost;
mod deletions;
mod dry_runs;
mod groups;
mod parts;
mod summaries;
mod updates;
