//! Whatever a document is like, the generator says what is wrong with it, or generates: it never panics, and it ends.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// What the fuzz target calls.
#[allow(unreachable_pub, reason = "public in the crate of the targets")]
#[path = "../../../../fuzz/src/documents.rs"]
mod documents;
#[path = "../documents/large.rs"]
mod large;
mod mutate;
mod mutations;
mod names;
mod size;
