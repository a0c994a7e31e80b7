//! Diagnostics about documents that are well-formed but cannot be generated from.
//!
//! Each snapshot is the diagnostic as a build prints it, with the line that it points at below.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod aggregates;
mod bulks;
mod extent;
mod lists;
mod many;
mod names;
mod schemas;
mod security;
mod sent;
mod stages;
mod support;
mod tables;
