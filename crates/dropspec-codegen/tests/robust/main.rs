//! For every document the generator returns diagnostics or code: it never panics, and it terminates.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

// Shared with the fuzz target.
#[allow(unreachable_pub, reason = "public in the crate of the targets")]
#[path = "../../../../fuzz/src/documents.rs"]
mod documents;
mod items;
#[path = "../documents/large.rs"]
mod large;
mod mutate;
mod mutations;
mod names;
mod operations;
mod size;
